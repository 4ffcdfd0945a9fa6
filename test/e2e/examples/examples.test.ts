/** The examples as a stranger runs them, without a key: they complete, and print what their READMEs say. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const EXAMPLES = readdirSync(join(ROOT, 'examples')).filter((name) =>
  existsSync(join(ROOT, 'examples', name, 'example.ts')),
);
const EXAMPLE_MS = 180_000;

test('there are examples', () => {
  expect(EXAMPLES).toEqual([
    'mcp-files',
    'parallel-calls',
    'partial-failures',
    'python-tool',
    'support-chat',
    'triage',
    'web-search',
  ]);
});

test.each(EXAMPLES)(
  '%s',
  async (name) => {
    const { code, output } = await run('examples/run.mjs', name);
    expect([code, output]).toEqual([0, expect.any(String)]);
    // An example may need what a bare machine lacks; a test of its own is then shown as skipped.
    if (/^Skipped: this example needs /m.test(output)) return;
    const printed = new Set(output.split('\n').map(plain));
    const shown = readmeLines(name);
    expect(shown.length).toBeGreaterThan(5);
    expect(shown.filter((line) => !printed.has(line))).toEqual([]);
  },
  EXAMPLE_MS,
);

test('an unknown name is told with the known ones', async () => {
  const { code, output } = await run('examples/run.mjs', 'nope');
  expect([code, output]).toEqual([
    2,
    `no example "nope"; npm run example NAME, where NAME is one of: ${EXAMPLES.join(', ')}\n`,
  ]);
});

/** The lines of what the README says is printed: the block without a language. */
function readmeLines(name: string): string[] {
  const readme = readFileSync(join(ROOT, 'examples', name, 'README.md'), 'utf8');
  const [, block = ''] = /\n```\n([\s\S]*?)```/.exec(readme.replace(/```(?:sh|ts)\n[\s\S]*?```/g, '')) ?? [];
  return block.split('\n').map(plain).filter(Boolean);
}

/** A line without what differs from run to run: times, thread ids and the width of columns. */
function plain(line: string): string {
  return line
    .replace(/─{2,}$/, '')
    .replace(/\d+ ms$/, 'ms')
    .replace(/\bthreads? [\d and]+,/, 'threads,')
    .replace(/\s+/g, ' ')
    .trim();
}

async function run(...args: string[]): Promise<{ code: number | null; output: string }> {
  const { OPENAI_API_KEY: _key, ...env } = process.env;
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}
