/**
 * Workflow code is loaded once a worker and shared by all turns, so no module of it may hold state: what one turn left
 * there would reach another turn, and replay would differ.
 */
import { readdirSync, readFileSync } from 'node:fs';

const SRC = new URL('../../src/', import.meta.url);
const FOLDERS = ['workflows', 'protocol', 'contract'];
const FILES = FOLDERS.flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, SRC)).map((file) => [`${folder}/${file}`] as const),
);

/** A top-level variable that changes, or a top-level collection that starts empty and so is there to be filled. */
const STATE =
  /^(?:export )?(?:let|var)\b|^(?:export )?const .*(?:new (?:Map|Set|WeakMap|WeakSet)(?:<.*>)?\(\)|= (?:\[\]|\{\}));/m;

test.each(FILES)('%s holds no state', (file) => {
  expect(readFileSync(new URL(file, SRC), 'utf8').match(STATE)?.[0]).toBeUndefined();
});

test('state is found where it is', () => {
  for (const line of [
    'let turns = 0;',
    'export const known = new Map<string, number>();',
    'const seen: string[] = [];',
  ]) {
    expect(line).toMatch(STATE);
  }
  expect('const BY_CALL = new Map(KINDS.map((kind) => [kind.call, kind]));').not.toMatch(STATE);
});
