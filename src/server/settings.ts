/**
 * What the embedded server is started with, as data: the options, the settings that we change and why, and the
 * command line made of both. Pure.
 */
import ms from 'ms';
import type { Duration } from '@temporalio/common';
import { ServerOptionError } from './server-error.js';

/** The only address that an embedded server listens on. */
export const HOST = '127.0.0.1';

/** A value of Temporal's dynamic configuration. */
export type DynamicValue = string | number | boolean;

/**
 * Temporal's dynamic configuration where ours differs from the dev server's own.
 * - Eager dispatch: an activity whose worker has just scheduled it starts without a round trip through matching.
 * - Poll rates: a dev server has one history shard, which by default looks for new tasks at most 20 times a second,
 *   so every activity and every workflow task waits up to 50 ms.
 * - One partition a task queue instead of four: four serve several matching hosts; on one, a task only waits until it is
 *   forwarded to the partition that somebody polls.
 * Request rates stay as they are: 200 turns at once did not meet a limit.
 */
export const DYNAMIC_CONFIG: Readonly<Record<string, DynamicValue>> = {
  'system.enableActivityEagerExecution': true,
  'history.transferProcessorMaxPollRPS': 2000,
  'matching.numTaskqueueReadPartitions': 1,
  'matching.numTaskqueueWritePartitions': 1,
};

/**
 * How SQLite writes a database file. The default waits for the disk several times a transaction and holds readers up
 * meanwhile. With these, what is committed survives a killed process as before; a power failure may lose the last moments.
 */
export const FILE_PRAGMAS: Readonly<Record<string, string>> = { journal_mode: 'wal', synchronous: 'normal' };

/** Search attributes (kind Keyword) that a turn fills in where they are registered. */
export const EVERYCALL_SEARCH_ATTRIBUTES: readonly string[] = ['everycallWaiting'];

/** How much the server prints of its own work. */
export type ServerLogLevel = 'debug' | 'info' | 'warn' | 'error' | 'never';

/** Where and how the server process runs, every value decided. */
export interface ServerSettings {
  readonly port: number;
  /** Absent: no Temporal UI. */
  readonly uiPort?: number;
  /** Absolute. Absent: kept in memory and lost with the process. */
  readonly dbFile?: string;
  readonly namespace: string;
  readonly searchAttributes: readonly string[];
  readonly dynamicConfig: Readonly<Record<string, DynamicValue>>;
  readonly logLevel: ServerLogLevel;
}

/** Arguments for the Temporal CLI. Says everything, so that no environment file of the user adds a flag of its own. */
export function serverArguments(settings: ServerSettings, emptyFile: string): string[] {
  const args = ['server', 'start-dev', '--ip', HOST, '--port', String(settings.port), '--env-file', emptyFile];
  args.push('--log-level', settings.logLevel, '--color', 'never');
  if (settings.uiPort === undefined) args.push('--headless');
  else args.push('--ui-port', String(settings.uiPort));
  if (settings.dbFile !== undefined) {
    args.push('--db-filename', settings.dbFile);
    for (const [name, value] of Object.entries(FILE_PRAGMAS)) args.push('--sqlite-pragma', `${name}=${value}`);
  }
  if (settings.namespace !== 'default') args.push('--namespace', settings.namespace);
  for (const name of settings.searchAttributes) args.push('--search-attribute', `${name}=Keyword`);
  for (const [key, value] of Object.entries({ ...DYNAMIC_CONFIG, ...settings.dynamicConfig })) {
    args.push('--dynamic-config-value', `${key}=${JSON.stringify(value)}`);
  }
  return args;
}

const SHORTEST_RETENTION_MS = ms('1h');

/** Retention in milliseconds. @throws ServerOptionError when it is no duration or under Temporal's least, an hour. */
export function retentionMs(retention: Duration): number {
  const parsed = typeof retention === 'number' ? retention : (ms(retention) as number | undefined);
  if (parsed === undefined || !Number.isFinite(parsed) || parsed < SHORTEST_RETENTION_MS) {
    throw new ServerOptionError('retention', retention, 'a duration of at least an hour');
  }
  return parsed;
}
