import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentsFileError, loadAgentsFile } from '../../src/worker/load-agents-file.js';
import { testFolder } from '../server/fake-command.js';

const INDEX = new URL('../../src/index.ts', import.meta.url).pathname;
const HEAD = `import { defineAgent } from ${JSON.stringify(INDEX)};\n`;
const agent = (name: string) => `defineAgent({ name: '${name}', model: 'm' as string })`;

let folder: Awaited<ReturnType<typeof testFolder>>;
beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => folder.remove());

let files = 0;
async function fileOf(body: string, extension = 'ts'): Promise<string> {
  const file = join(folder.path, `agents-${(files += 1)}.${extension}`);
  await writeFile(file, body);
  return file;
}

test.each([
  ['one agent', `export default ${agent('a')};`],
  ['a list', `export default [${agent('a')}];`],
  ["the worker's options", `export default { agents: [${agent('a')}], taskQueue: 'q' };`],
])('%s is taken', async (_what, body) => {
  const options = await loadAgentsFile(await fileOf(HEAD + body));
  expect(options.agents.map(({ name }) => name)).toEqual(['a']);
  if (body.includes('taskQueue')) expect(options.taskQueue).toBe('q');
});

test.each([
  ['a syntax error', 'export default [;', 'ts', /ParseError: .*agents-\d+\.ts:1:16/],
  [
    'a missing module',
    "import x from 'no-such-package-here';\nexport default x;",
    'ts',
    /: Cannot find module 'no-such-package-here'/,
  ],
  [
    'a bad definition',
    `${HEAD}export default [defineAgent({ name: 'a', model: 3 as never })];`,
    'ts',
    /model: expected .*, got 3.* \(at .*agents-\d+\.ts:2:\d+\)$/,
  ],
  ['a throw', "export default [];\nthrow new Error('no\\nluck');", 'mjs', /: no luck \(at .*agents-\d+\.mjs:2:\d+\)$/],
  ['a throw of no error', 'throw 3;', 'mjs', /: it threw 3$/],
  [
    'no default export',
    'export const agents = [];',
    'ts',
    /it has no default export; expected an agent, a list of agents/,
  ],
  [
    'a default export of another kind',
    "export default 'shop';",
    'ts',
    /its default export is "shop"; expected an agent/,
  ],
  ['an empty list', 'export default [];', 'ts', /agents: list: expected a list of at least one agent/],
  [
    'something that is no agent',
    'export default [{ name: "a" }];',
    'ts',
    /agents: \[0\]: expected an agent made by defineAgent/,
  ],
])('%s is one line that names the file', async (_what, body, extension, message) => {
  const file = await fileOf(body, extension);
  const error = await loadAgentsFile(file).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AgentsFileError);
  const { message: line } = error as AgentsFileError;
  expect(line).toMatch(message);
  expect(line).toContain(`agents file ${file}: `);
  expect(line).not.toContain('\n');
});

test('a file that is not there, or is a folder, is refused', async () => {
  await expect(loadAgentsFile('no-such-file.ts')).rejects.toThrow(
    /^agents file no-such-file\.ts: there is no such file \(looked for \//,
  );
  await mkdir(join(folder.path, 'dir'));
  await expect(loadAgentsFile(join(folder.path, 'dir'))).rejects.toThrow(/: this is no file$/);
});
