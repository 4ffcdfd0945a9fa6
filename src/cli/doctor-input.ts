/**
 * What the doctor is given: a file, or a turn's id. Rules: a file that exists wins over a turn of that name; reading is
 * bounded; what can't be read is one line that says what, where and what to do.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Parsed } from '../doctor/parse-dump.js';
import { parseDump } from '../doctor/parse-dump.js';
import type { Service } from '../doctor/service.js';
import { UsageError } from './command-error.js';
import { withClient, type ServerChoice } from './server-options.js';

/** Bytes of a file that are read. */
export const MOST_FILE_BYTES = 100_000_000;

/** What is examined. */
export interface DoctorInput {
  /** `file chat.json` or `turn order-42`. */
  readonly title: string;
  readonly parsed: Parsed;
  /** The text that it was parsed from; absent for a turn. */
  readonly text?: string;
  /** Whose rules fit, where the turn says it. */
  readonly service?: Service;
  /** The turn has not ended. */
  readonly running: boolean;
}

/** What stands at a path. */
export type Kind = 'file' | 'folder' | 'nothing';

/** What stands at a path; what can't be looked at counts as nothing. */
export async function kindAt(path: string): Promise<Kind> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'nothing';
  }
}

/**
 * Reads a file, or else the history of a turn.
 * @throws {UsageError}
 */
export async function readInput(name: string, choice: ServerChoice): Promise<DoctorInput> {
  const kind = await kindAt(name);
  if (kind === 'folder') throw new UsageError(`${name} is a folder; name a file in it`);
  return kind === 'file' ? readFileInput(name) : readTurnInput(name, choice);
}

async function readFileInput(path: string): Promise<DoctorInput> {
  const text = await readUtf8(path);
  try {
    return { title: `file ${path}`, parsed: parseDump(text), text, running: false };
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** The error as one line that names the file. */
export function unreadable(title: string, error: unknown): Error {
  if (!(error instanceof Error) || !['NotJsonError', 'UnknownDumpError'].includes(error.name)) return error as Error;
  return new UsageError(`${title}: ${error.message}`);
}

async function readUtf8(path: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    const { size } = await stat(path);
    if (size > MOST_FILE_BYTES) throw tooLarge(path, `${size} bytes`);
    bytes = await readBounded(path);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`${path} is no UTF-8 text; save it as UTF-8`);
  }
}

function tooLarge(path: string, has: string): UsageError {
  return new UsageError(`${path} has ${has}; at most ${MOST_FILE_BYTES} are read: split it by conversations`);
}

/** A pipe or a device says no size, and may have no end. */
async function readBounded(path: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > MOST_FILE_BYTES) throw tooLarge(path, 'no end in sight');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The service behind an origin, as far as it is one whose rules are known. */
const HOSTS: readonly (readonly [string, Service])[] = [
  ['mistral.ai', 'mistral'],
  ['deepseek.com', 'deepseek'],
  ['generativelanguage.googleapis.com', 'gemini'],
];

/** Whose rules an origin such as `https://api.mistral.ai` goes by. */
export function serviceOf(origin: string | undefined): Service | undefined {
  if (origin === undefined || !URL.canParse(origin)) return undefined;
  const { hostname } = new URL(origin);
  return HOSTS.find(([host]) => hostname === host || hostname.endsWith(`.${host}`))?.[1];
}

async function readTurnInput(turnId: string, choice: ServerChoice): Promise<DoctorInput> {
  if (/[/\\]|\.(jsonl?|ndjson|txt|log)$/i.test(turnId)) throw new UsageError(`there is no file ${turnId}`);
  try {
    return await withClient(choice, async (client) => {
      const view = await client.turn(turnId).view();
      const value = view.entries.map(({ item }) => item);
      const service = serviceOf(view.steps.at(-1)?.from?.service);
      const running = view.status === 'running';
      return { title: `turn ${turnId}`, parsed: { form: 'json', value }, ...(service && { service }), running };
    });
  } catch (error) {
    const expected = ['TurnNotFoundError', 'ServerUnreachableError'];
    if (!(error instanceof Error) || !expected.includes(error.name)) throw error;
    throw new UsageError(`there is no file ${turnId}, and as a turn: ${error.message}`);
  }
}
