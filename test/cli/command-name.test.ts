/** The command in a hint is one that the reader's shell finds: never the copy that only npx puts on the PATH. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { commandName } from '../../src/cli/command-name.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'everycall-name-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** A folder with the command. */
async function withCommand(path: string, mode = 0o755): Promise<string> {
  const bin = join(folder, path);
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, 'everycall'), '');
  await chmod(join(bin, 'everycall'), mode);
  return bin;
}

test('installed globally: by its name', async () => {
  expect(commandName({ PATH: ['/nowhere', await withCommand('bin')].join(delimiter) })).toBe('everycall');
});

test('installed in a project, run by npx: by npx', async () => {
  expect(commandName({ PATH: await withCommand('node_modules/.bin') })).toBe('npx everycall');
});

test.each([{}, { PATH: '' }, { PATH: '/nowhere' }])('on no PATH: by npx (%j)', (env) => {
  expect(commandName(env)).toBe('npx everycall');
});

test('a file that can not be run, and a folder of that name, are no command', async () => {
  const plain = await withCommand('plain', 0o644);
  await mkdir(join(folder, 'other/everycall'), { recursive: true });
  expect(commandName({ PATH: [join(folder, 'other'), plain].join(delimiter) })).toBe('npx everycall');
});
