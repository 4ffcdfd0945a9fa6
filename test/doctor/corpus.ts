/** The corpus of broken transcripts: a file each, with what is wrong in it. All are of our own making. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Service } from '../../src/index.js';
import { isJson } from '../../src/testing/json.js';
import { readDump } from '../../src/doctor/dump.js';

/** One broken transcript. */
export interface Broken {
  readonly name: string;
  readonly what: string;
  readonly for?: Service;
  readonly input: unknown;
  /** `code place` of each finding. */
  readonly findings: readonly string[];
  /** Findings that mending leaves to a person. */
  readonly left?: readonly string[];
  /** Warnings that mending leaves. */
  readonly warnings?: readonly string[];
}

const FOLDER = new URL('./corpus/', import.meta.url);

/** All files of the corpus. */
export const CORPUS: readonly Broken[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({
    ...(JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Omit<Broken, 'name'>),
    name: file.replace('.json', ''),
  }));

/** The request that a transcript would be sent in: what it holds of one, completed. */
export function asRequest(input: unknown): {
  readonly api: 'chat' | 'responses';
  readonly body: Record<string, unknown>;
} {
  const { api, list, request = {} } = readDump(input);
  const name = api === 'chat' ? 'messages' : 'input';
  const tools = isJson(request) && Array.isArray(request.tools) ? { tools: request.tools as unknown[] } : {};
  const store = typeof request.store === 'boolean' ? { store: request.store } : {};
  return { api, body: { model: 'm', [name]: list, ...tools, ...store } };
}
