/**
 * The proof that workflow code reaches no Node and no DOM: `tsconfig.sandbox.json` is run over a file that tries. Rule: what
 * the sandbox doesn't have is a type error there, and what it has is none.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = process.cwd();

/** Names that the sandbox doesn't have, or that must not be used in it. */
const FORBIDDEN = [
  'process.env',
  'Buffer.from("")',
  'setImmediate(() => undefined)',
  'document.title',
  'window',
  'fetch("http://127.0.0.1")',
  'require("node:fs")',
  '__dirname',
  'global',
];
const FORBIDDEN_IMPORTS = ['node:fs', 'node:fs/promises', 'node:crypto', 'fs'];
const ALLOWED = [`import { sleep } from '@temporalio/workflow';`, 'export const later = () => sleep(1);'];

let faults: string;

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'everycall-sandbox-'));
  try {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    FORBIDDEN.forEach((code, i) => writeFileSync(join(folder, `name-${i}.ts`), `export const x = () => ${code};\n`));
    FORBIDDEN_IMPORTS.forEach((name, i) => {
      writeFileSync(join(folder, `import-${i}.ts`), `import type * as x from '${name}';\nexport type X = typeof x;\n`);
    });
    writeFileSync(join(folder, 'allowed.ts'), `${ALLOWED.join('\n')}\n`);
    const config = { extends: join(root, 'tsconfig.sandbox.json'), include: ['*.ts'] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const args = [tsc, '-p', folder, '--pretty', 'false'];
    faults = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }).stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);

test.each(FORBIDDEN.map((code, i) => [code, i] as const))('%s is a type error in workflow code', (_code, i) => {
  expect(faults).toMatch(new RegExp(`^name-${i}\\.ts\\(1,\\d+\\): error`, 'm'));
});

test.each(FORBIDDEN_IMPORTS.map((name, i) => [name, i] as const))('so is an import of %s', (_name, i) => {
  expect(faults).toMatch(new RegExp(`^import-${i}\\.ts\\(1,\\d+\\): error`, 'm'));
});

test('what the sandbox has is none', () => {
  expect(faults).not.toContain('allowed.ts');
});
