/** The worker's log on standard error: a line an entry. Rule: no stacks; what Temporal's SDK says of itself only from warnings on. */
import { inspect } from 'node:util';
import { DefaultLogger, Runtime, type LogEntry } from '@temporalio/worker';
import { printable } from '../history/printable.js';
import { tell } from './terminal.js';

const MOST_COLUMNS = 500;
/** Fields that the message says already, and the SDK's that tell a person nothing. */
const LEFT_OUT: ReadonlySet<string> = new Set(['tool', 'outcome', 'step', 'results', 'calls']);
const LEFT_OUT_OF_SDK: ReadonlySet<string> = new Set([
  'sdkComponent',
  'taskToken',
  'taskQueue',
  'namespace',
  'isLocal',
  'workflowType',
  'workflowRunId',
  'runId',
  'durationMs',
]);

/**
 * Gives this process's Temporal runtime our log, and its signals to the command. An agents file that has installed a
 * runtime keeps its own.
 */
export function installWorkerLog(): void {
  const debug = process.env.EVERYCALL_DEBUG === '1';
  const logger = new DefaultLogger(debug ? 'DEBUG' : 'INFO', (entry) => {
    const line = logLine(entry);
    if (line !== undefined) tell(line);
  });
  try {
    Runtime.install({ logger, shutdownSignals: [] });
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'IllegalStateError') throw error;
  }
}

/** The line of an entry; undefined for what is left out. */
export function logLine({ level, message, timestampNanos, meta = {} }: LogEntry): string | undefined {
  const ofSdk = meta.sdkComponent !== undefined;
  if (ofSdk && (level === 'INFO' || level === 'DEBUG' || level === 'TRACE')) return undefined;
  const time = new Date(Number(timestampNanos / 1_000_000n)).toISOString().slice(11, 23);
  const fields = Object.entries(meta)
    .filter(([key, value]) => value !== undefined && !(ofSdk ? LEFT_OUT_OF_SDK : LEFT_OUT).has(key))
    .map(([key, value]) => `${key}=${shown(value)}`);
  const tag = level === 'INFO' ? '' : `${level} `;
  return printable([`${time} ${tag}${message}`, ...fields].join(' '), MOST_COLUMNS);
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null && 'message' in value) return String(value.message);
  return inspect(value, { depth: 2, breakLength: Infinity });
}
