/**
 * The import directions of docs/architecture.md, as the linter holds them: a copy of its settings is run over files that
 * import one thing each. Rule: what a folder may not import is an error there, in whatever form it is written.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = process.cwd();

/** File, what it imports, allowed or not. */
type Row = readonly [file: string, imported: string, allowed: boolean];

/** What is used of the linter's output. */
interface Diagnostic {
  readonly code?: string;
  readonly filename: string;
  readonly labels: readonly { readonly span: { readonly line: number } }[];
}

const ROWS: readonly Row[] = [
  ...rows('src/protocol', ['./item.js', '@noble/hashes/sha2.js'], ['../contract/turn.js', '../definition/policy.js']),
  ...rows('src/contract', ['./turn.js', '../protocol/item.js', '../definition/policy.js'], ['../definition/tool.js']),
  ...rows('src/definition', ['./tool.js', '../protocol/item.js', 'zod', 'ms'], ['../contract/turn.js', 'openai']),
  ...rows('src/lint', ['./finding.js', '../definition/agent.js'], ['../worker/run-worker.js', 'openai', 'zod']),
  ...rows(
    'src/workflows',
    ['./gate.js', '../protocol/item.js', '../contract/turn.js', '../definition/policy.js', '@temporalio/workflow'],
    ['../definition/tool.js', '../definition/zod-schema.js', '../activities/load-agent.js', '@temporalio/client', 'ms'],
  ),
  ...rows('src/activities', ['../models/model.js', 'node:crypto'], ['openai', '../worker/run-worker.js', 'zod']),
  ...rows('src/models', ['openai', 'openai/resources/responses/responses.js'], ['../activities/load-agent.js']),
  ...rows('src/worker', ['../activities/load-agent.js', '@temporalio/worker'], ['openai', '../workflows/index.js']),
  ...rows('src/history', ['@temporalio/proto', 'node:util'], ['@temporalio/worker', '../client/connect.js', 'openai']),
  ...rows(
    'src/client',
    ['../history/read-turn.js', '@temporalio/client', 'node:crypto'],
    ['@temporalio/worker', '@temporalio/workflow', 'openai', '../worker/run-worker.js', '../definition/tool.js'],
  ),
  ...rows('src/server', ['node:net', '@temporalio/client'], ['../client/connect.js', '@temporalio/worker']),
  ...rows(
    'src/testing',
    ['hono', 'node:http', '../protocol/item.js'],
    ['@jest/globals', 'openai', '../contract/turn.js'],
  ),
  ...rows(
    'src/cli',
    ['commander', '../client/connect.js'],
    ['openai', '../models/model.js', '../activities/load-agent.js'],
  ),
  ...entry('src/index.ts', ['./definition/tool.js'], ['./worker/run-worker.js', './client/connect.js', 'openai']),
  ...entry('src/client.ts', ['./client/connect.js'], ['./worker/run-worker.js', '@temporalio/worker']),
  ...entry('src/worker.ts', ['./worker/run-worker.js'], ['./client/connect.js', 'openai']),
  ...entry('src/workflow.ts', ['./workflows/agent-turn.js'], ['./worker/run-worker.js', 'node:fs']),
  ...entry('src/testing.ts', ['./testing/scripted-model.js'], ['@jest/globals', './worker/run-worker.js']),
];

/** No Node in any form, and no test's or example's code in the library. */
const PURE = ['src/protocol', 'src/contract', 'src/definition', 'src/lint', 'src/workflows'];
const EVERYWHERE = ['src/activities', 'src/models', 'src/worker', 'src/history', 'src/client', 'src/server', 'src/cli'];
const NO_NODE: readonly Row[] = PURE.flatMap((folder) =>
  rows(folder, [], ['node:fs', 'node:fs/promises', 'fs/promises']),
);
const NO_TESTS: readonly Row[] = [...PURE, ...EVERYWHERE].flatMap((folder) =>
  rows(folder, [], ['../testing/script.js']),
);

const FORMS: readonly [form: string, code: string, rule: string][] = [
  ['import', `import { x } from 'openai';\nexport const y = x;\n`, 'no-restricted-imports'],
  ['import type', `import type { X } from 'openai';\nexport type Y = X;\n`, 'no-restricted-imports'],
  ['export', `export { x } from 'openai';\n`, 'no-restricted-imports'],
  ['dynamic import', `export const x = () => import('openai');\n`, 'no-restricted-imports'],
  ['type expression', `export type X = import('openai').X;\n`, 'consistent-type-imports'],
  ['require', `export const x = require('openai');\n`, 'no-require-imports'],
];

const all = [...ROWS, ...NO_NODE, ...NO_TESTS];
const files = new Map<string, Row[]>();
for (const row of all) files.set(row[0], [...(files.get(row[0]) ?? []), row]);
let found: Set<string>;

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'everycall-lint-'));
  try {
    copyFileSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
    for (const [file, rowsOfFile] of files) {
      put(folder, file, rowsOfFile.map(([, imported], i) => `export { x as x${i} } from '${imported}';\n`).join(''));
    }
    for (const [form, code] of FORMS) put(folder, formFile(form), code);
    found = lint(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);

test.each(all)('%s imports %s: %s', (file, imported, allowed) => {
  const line = files.get(file)!.findIndex((row) => row[1] === imported) + 1;
  expect(found.has(`${file}:${line} no-restricted-imports`)).toBe(!allowed);
});

test.each(FORMS)('what is forbidden is so as %s', (form, _code, rule) => {
  expect([...found]).toContain(`${formFile(form)}:1 ${rule}`);
});

function rows(folder: string, allowed: readonly string[], forbidden: readonly string[]): Row[] {
  return entry(`${folder}/probe.ts`, allowed, forbidden);
}

function entry(file: string, allowed: readonly string[], forbidden: readonly string[]): Row[] {
  return [
    ...allowed.map((imported) => [file, imported, true] as const),
    ...forbidden.map((imported) => [file, imported, false] as const),
  ];
}

function formFile(form: string): string {
  return `src/client/${form.replace(' ', '-')}.ts`;
}

function put(folder: string, file: string, code: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), code);
}

/** What the linter finds, as `file:line rule`. */
function lint(folder: string): Set<string> {
  const bin = join(root, 'node_modules/oxlint/bin/oxlint');
  const { stdout, stderr } = spawnSync(process.execPath, [bin, '-f', 'json', '.'], { cwd: folder, encoding: 'utf8' });
  if (!stdout.startsWith('{')) throw new Error(`the linter says: ${stdout}${stderr}`);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: Diagnostic[] };
  return new Set(
    diagnostics.map(({ code, filename, labels }) => {
      const rule = /\((.*)\)/.exec(code ?? '')?.[1] ?? '';
      return `${filename}:${labels[0]?.span.line} ${rule}`;
    }),
  );
}
