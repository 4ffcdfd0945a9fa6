/** The README's code is code that is type-checked, and its links lead somewhere. */
import { existsSync, readFileSync } from 'node:fs';

const readme = readFileSync('README.md', 'utf8');
const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => match[1]!);

test('the agent is the quickstart’s, in at most 14 lines', () => {
  expect(readFileSync('examples/quickstart/agents.ts', 'utf8')).toBe(blocks[0]);
  expect(blocks[0]!.trimEnd().split('\n').length).toBeLessThanOrEqual(14);
});

test('the backend is the quickstart’s', () => {
  expect(readFileSync('examples/quickstart/backend.ts', 'utf8')).toContain(blocks[1]!.trimEnd());
});

test('links to files lead to files', () => {
  const targets = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((match) => match[1]!);
  expect(targets.length).toBeGreaterThan(5);
  expect(targets.filter((target) => !existsSync(target))).toEqual([]);
});
