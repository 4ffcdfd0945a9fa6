/**
 * Every TypeScript snippet of README and docs/ is type-checked, as strictly as a user's project may be. Rule: each compiles by
 * itself, on what its page may take for granted: the names of `stand-ins/globals.d.ts` and the files beside it.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const root = process.cwd();
const PAGES = [
  'README.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/**
 * A page's snippets, each with the lines that it has on its page, in a file named by page and line. One that imports nothing
 * goes on with what the one before it imported.
 */
function snippetsOf(page: string): { readonly name: string; readonly code: string }[] {
  const text = readFileSync(page, 'utf8');
  let imports: readonly string[] = [];
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(({ 1: code = '', index }) => {
    const line = text.slice(0, index).split('\n').length;
    const own = code.match(/^import .*;$/gm);
    const carried = own ? '' : imports.join(' ');
    imports = own ?? imports;
    return { name: `${basename(page, '.md')}.${line}`, code: carried + '\n'.repeat(line) + code };
  });
}

const snippets = PAGES.flatMap(snippetsOf);

/** The stand-ins lie beside the snippets, as far as relative imports go. */
const OPTIONS = {
  noUnusedLocals: false,
  noUnusedParameters: false,
  moduleDetection: 'force',
  rootDirs: ['snippets', join(root, 'test/docs/stand-ins')],
};

/** The lines of tsc that tell an error. */
let faults: string[];
const within = (name: string) => faults.filter((line) => line.startsWith(`snippets/${name}.ts(`));

beforeAll(() => {
  const folder = mkdtempSync(join(root, '.everycall-snippets-'));
  try {
    mkdirSync(join(folder, 'snippets'));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    for (const { name, code } of snippets) writeFileSync(join(folder, `snippets/${name}.ts`), code);
    const config = {
      extends: join(root, 'tsconfig.json'),
      compilerOptions: OPTIONS,
      include: ['snippets', join(root, 'test/docs/stand-ins')],
      exclude: [],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const args = [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder, '--pretty', 'false'];
    const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    faults = stdout.split('\n').filter(Boolean);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);

test.each(snippets)('$name compiles', ({ name }) => {
  expect(within(name)).toEqual([]);
});

test('there are snippets, and nothing else is at fault', () => {
  expect(snippets.length).toBeGreaterThan(30);
  expect(faults.filter((line) => !line.startsWith('snippets/'))).toEqual([]);
});
