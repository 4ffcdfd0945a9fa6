/** The README's code is code that is type-checked; its links, and those of docs/, lead somewhere, and it leads to every page. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

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

test('it leads to every page', () => {
  const pages = readdirSync('docs').filter((name) => name.endsWith('.md'));
  expect(pages.filter((name) => !readme.includes(`](docs/${name})`))).toEqual([]);
});

test.each(readdirSync('docs').filter((name) => name.endsWith('.md')))(
  'the links of docs/%s lead to files and their headings',
  (name) => {
    const targets = [...readFileSync(`docs/${name}`, 'utf8').matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(
      (match) => match[1]!,
    );
    const lost = targets.filter((target) => {
      const [file = '', heading] = target.split('#');
      const path = file === '' ? `docs/${name}` : join('docs', file);
      return !existsSync(path) || (heading !== undefined && !headingsOf(path).includes(heading));
    });
    expect(lost).toEqual([]);
  },
);

/** A page's headings as GitHub links them. */
function headingsOf(path: string): string[] {
  const headings = readFileSync(path, 'utf8').matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, text = '']) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
