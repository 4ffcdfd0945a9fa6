/** Where the doctor writes, and in which form. Rule: never over the original, nor over another file that is there. */
import { open, realpath, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UsageError } from './command-error.js';
import { kindAt } from './doctor-input.js';

/** `chat.json` becomes `chat.fixed.json`, `log.jsonl` becomes `log.fixed.jsonl`; a turn's file goes into this folder. */
export function fixedName(name: string, lines: boolean, isTurn: boolean): string {
  if (isTurn) return `${encodeURIComponent(name)}.fixed.json`;
  const extension = lines ? '.jsonl' : '.json';
  const base = basename(name).replace(/\.(json|jsonl|ndjson)$/i, '');
  return join(dirname(name), `${base}.fixed${extension}`);
}

/**
 * Refuses a place that is taken, or in no folder.
 * @throws {UsageError}
 */
export async function checkPlace(path: string, original: string | undefined): Promise<void> {
  const folder = dirname(path);
  if ((await kindAt(folder)) !== 'folder')
    throw new UsageError(`${path} can't be written: there is no folder ${folder}: make it, or choose another --out`);
  if ((await kindAt(path)) === 'nothing') return;
  const same = original !== undefined && (await kindAt(original)) === 'file' && (await samePath(path, original));
  if (same)
    throw new UsageError(`${path} is the file that is examined; it is never written over: choose another --out`);
  throw new UsageError(`${path} is there already and is not written over: take it away, or choose another --out`);
}

/**
 * Writes the text, or leaves no file.
 * @throws {UsageError} when the place can't be written, or something has come there meanwhile.
 */
export async function writeFixed(path: string, text: string): Promise<void> {
  try {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(text);
    } catch (error) {
      // Half a transcript would look like a whole one, and keep the next try from writing.
      await rm(path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new UsageError(`${path} can't be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** JSON with the indentation that another JSON text has. */
export function jsonLike(value: unknown, text: string | undefined): string {
  const indent = text === undefined ? '  ' : (/^\uFEFF?\s*[[{][^\S\n]*\r?\n([ \t]+)/.exec(text)?.[1] ?? '');
  return `${JSON.stringify(value, null, indent)}\n`;
}

async function samePath(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([realpath(a), realpath(b)]);
  return one === other;
}
