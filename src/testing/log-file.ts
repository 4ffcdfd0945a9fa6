/**
 * The log as a file of JSON lines, so that another process can judge. Rule: what a client was told stands in the file
 * before the client can have read it; lines are written synchronously and survive the death of this process.
 */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { AnswerNote, EndNote, LoggedRequest } from './logged-request.js';

/** One line. A request has an `arrived`, then an `answered` unless nothing was answered, then an `ended`. */
type LogLine =
  | { readonly event: 'arrived'; readonly request: LoggedRequest }
  | { readonly event: 'answered'; readonly number: number; readonly note: AnswerNote }
  | { readonly event: 'ended'; readonly number: number; readonly note: EndNote }
  | { readonly event: 'full' };

/** Bytes after which a log file takes no more lines. */
const MAX_LOG_FILE_BYTES = 1024 ** 3;

/** The file reached its bound: it does not hold every request. */
export class LogFileFullError extends Error {
  override readonly name = 'LogFileFullError';
  constructor(readonly file: string) {
    super(`${file} reached its bound of ${MAX_LOG_FILE_BYTES} bytes and lacks the requests after that`);
  }
}

/** Where lines go. */
export interface LogFile {
  write(line: LogLine): void;
  close(): void;
}

/** Opens a file to append to. Throws what `openSync` throws. */
export function openLogFile(file: string): LogFile {
  let descriptor: number | undefined = openSync(file, 'a');
  let left = MAX_LOG_FILE_BYTES;
  return {
    write(line) {
      if (descriptor === undefined || left <= 0) return;
      const text = `${JSON.stringify(line)}\n`;
      left -= Buffer.byteLength(text);
      writeSync(descriptor, left > 0 ? text : `${JSON.stringify({ event: 'full' })}\n`);
    },
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}

/** Parses one line; a last line that a killed process left unfinished is no line. */
function parse(text: string): LogLine | undefined {
  try {
    return JSON.parse(text) as LogLine;
  } catch {
    return undefined;
  }
}

/**
 * Reads a log file back, in order of arrival. Requests still open have no `openMs`.
 * @throws LogFileFullError when the file reached its bound
 */
export function readRequestLog(file: string): LoggedRequest[] {
  const requests = new Map<number, LoggedRequest>();
  for (const text of readFileSync(file, 'utf8').split('\n')) {
    const line = parse(text);
    if (!line) continue;
    if (line.event === 'full') throw new LogFileFullError(file);
    if (line.event === 'arrived') requests.set(line.request.number, line.request);
    else {
      const request = requests.get(line.number);
      if (request) requests.set(line.number, { ...request, ...line.note });
    }
  }
  return [...requests.values()];
}
