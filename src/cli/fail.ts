/**
 * The one place where an error becomes a line for a person and an exit code. Rule: a user's mistake, a missing server or
 * a missing turn is one line, never a stack; EVERYCALL_DEBUG=1 shows the stack of all of them.
 */
import { grpcCode } from '../history/grpc-fault.js';
import { printable } from '../history/printable.js';
import { EXIT } from './exit-code.js';

/** What a failed command prints on standard error, and its exit code. */
export interface Failure {
  readonly line: string;
  readonly code: number;
}

/** By name, since an agents file may bring a copy of these classes. */
const BAD_USAGE: ReadonlySet<string> = new Set([
  'AgentsFileError',
  'ConnectConfigError',
  'DefinitionError',
  'ExchangeFolderError',
  'InputRefusedError',
  'InputTooLargeError',
  'ServerOptionError',
  'TurnOptionError',
  'UsageError',
]);

/** Errors that are written for a person to read; of others the class is named, too. */
const PLAIN: ReadonlySet<string> = new Set([
  'CommandError',
  'ForkRefusedError',
  'HistoryUnreadableError',
  'NamespaceNotFoundError',
  'NoTemporalBinaryError',
  'PortBusyError',
  'ScheduleExistsError',
  'ScheduleNotFoundError',
  'ScheduleNotTriggeredError',
  'ServerRefusedError',
  'SessionClosedError',
  'SessionNotFoundError',
  'SessionRefusedError',
  'SessionUnansweredError',
  'ServerStartError',
  'ServerUnreachableError',
  'TransportError',
  'TurnNotBegunError',
  'TurnNotFoundError',
  'TurnRefusedError',
  'TurnSilentError',
]);

const MOST_COLUMNS = 2_000;

/** What to print of an error, and how to exit. */
export function failureOf(error: unknown, env: NodeJS.ProcessEnv = process.env): Failure {
  const { name, message, stack } = partsOf(error);
  const usage = BAD_USAGE.has(name);
  const code = usage ? EXIT.usage : EXIT.failed;
  if (env.EVERYCALL_DEBUG === '1') return { line: stack, code };
  return { line: printable(`everycall: ${lineOf(error, name, message, usage)}`, MOST_COLUMNS), code };
}

function lineOf(error: unknown, name: string, message: string, usage: boolean): string {
  if (usage || PLAIN.has(name)) return message;
  const missing = missingPackage(error, message);
  if (missing !== undefined) return `the package ${missing} is not installed: npm install ${missing}`;
  const details = grpcDetails(error);
  if (details !== undefined) return `the Temporal server says: ${details}`;
  return `${name}: ${message} (EVERYCALL_DEBUG=1 shows where)`;
}

/** A peer dependency that this command needs and this installation lacks. */
function missingPackage(error: unknown, message: string): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === 'ERR_MODULE_NOT_FOUND' ? /Cannot find package '([^']+)'/.exec(message)?.[1] : undefined;
}

/** The server's own words: they stand in the innermost error, the SDK's only say that a request failed. */
function grpcDetails(error: unknown): string | undefined {
  if (grpcCode(error) === undefined) return undefined;
  let inner: unknown = error;
  while (typeof inner === 'object' && inner !== null) {
    if ('details' in inner && typeof inner.details === 'string') return inner.details;
    inner = 'cause' in inner ? inner.cause : undefined;
  }
  return undefined;
}

function partsOf(error: unknown): { name: string; message: string; stack: string } {
  if (typeof error !== 'object' || error === null || !('message' in error)) {
    return { name: 'Error', message: String(error), stack: String(error) };
  }
  const message = String(error.message);
  const name = 'name' in error ? String(error.name) : 'Error';
  const stack = 'stack' in error ? String(error.stack) : message;
  const cause = 'cause' in error && error.cause !== undefined ? `\ncaused by ${partsOf(error.cause).stack}` : '';
  return { name, message, stack: `${stack}${cause}` };
}
