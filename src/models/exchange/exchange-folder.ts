/**
 * A folder of exchanges, one a file: `0001-3f2a9c01.json`, a number in the order of the answers and a digest of the
 * request. Rules: a file is whole or not there; no file is ever replaced, whoever else writes beside us; all is bounded.
 */
import { createHash, randomUUID } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readExchange, type Exchange } from './exchange.js';
import { ExchangeFolderError, RECORD_VARIABLE, REPLAY_VARIABLE } from './exchange-settings.js';
import { requestContent } from './request-content.js';

/** Most files of a folder. */
export const MOST_FILES = 10_000;
/** Most bytes of one file. */
export const MOST_FILE_BYTES = 50_000_000;

const FILE = /^(\d{4,})-[0-9a-f]{8}\.json$/;

/** A recorded exchange and its file's name. */
export interface StoredExchange {
  readonly file: string;
  readonly exchange: Exchange;
}

/** The names of the exchanges in a folder, in their order. */
function filesOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => FILE.test(name))
    .sort((a, b) => numberOf(a) - numberOf(b));
}

function numberOf(file: string): number {
  return Number(FILE.exec(file)?.[1]);
}

/**
 * Makes the folder ready to be written to. @returns the number of exchanges that it holds already.
 * @throws {ExchangeFolderError} when it can't be written to.
 */
export function openForWriting(folder: string): number {
  try {
    makeFolder(resolve(folder));
    accessSync(folder, constants.W_OK | constants.X_OK);
    return filesOf(folder).length;
  } catch (cause) {
    const reason = `the folder can't be written to (${String(cause)}): name one that can`;
    throw new ExchangeFolderError(RECORD_VARIABLE, folder, reason, { cause });
  }
}

/** Folder by folder: where a folder can't be made though its parent is there, as in /proc, Node's recursive way never ends. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Writes an exchange under the next free number. @returns the file's name. @throws {RangeError} when it is too large. */
export function writeExchange(folder: string, exchange: Exchange): string {
  const text = `${JSON.stringify(exchange, null, 2)}\n`;
  if (Buffer.byteLength(text) > MOST_FILE_BYTES) throw new RangeError(`it has more than ${MOST_FILE_BYTES} bytes`);
  const files = filesOf(folder);
  if (files.length >= MOST_FILES) throw new RangeError(`the folder has ${MOST_FILES} exchanges already`);
  const digest = createHash('sha256').update(requestContent(exchange.request).exact).digest('hex').slice(0, 8);
  const whole = join(folder, `.${randomUUID()}.tmp`);
  writeFileSync(whole, text, { flag: 'wx', mode: 0o600 });
  try {
    for (let number = numberOf(files.at(-1) ?? '0000-00000000.json') + 1; ; number += 1) {
      const file = `${String(number).padStart(4, '0')}-${digest}.json`;
      if (!isTaken(folder, number) && linked(whole, join(folder, file))) return file;
    }
  } finally {
    rmSync(whole, { force: true });
  }
}

/** Another process may have taken the number for another request. */
function isTaken(folder: string, number: number): boolean {
  return filesOf(folder).some((file) => numberOf(file) === number);
}

/** A link is made whole or not at all, and never over another file. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * All exchanges of a folder, in their order.
 * @throws {ExchangeFolderError} when the folder is missing or has none, and for a file that holds none.
 */
export function readFolder(folder: string): StoredExchange[] {
  const refuse = (reason: string, cause?: unknown) => {
    throw new ExchangeFolderError(REPLAY_VARIABLE, folder, reason, { cause });
  };
  let files: string[] = [];
  try {
    files = filesOf(folder);
  } catch (cause) {
    refuse(`the folder can't be read (${String(cause)}): record it first with ${RECORD_VARIABLE}`, cause);
  }
  if (files.length === 0) refuse(`the folder holds no exchanges: record them first with ${RECORD_VARIABLE}`);
  if (files.length > MOST_FILES) refuse(`the folder holds ${files.length} exchanges; at most ${MOST_FILES} are read`);
  return files.map((file) => {
    const path = join(folder, file);
    const exchange = statSync(path).size <= MOST_FILE_BYTES ? readExchange(readFileSync(path, 'utf8')) : undefined;
    return { file, exchange: exchange ?? refuse(`${file} is no recorded exchange: delete it, or record it again`) };
  });
}
