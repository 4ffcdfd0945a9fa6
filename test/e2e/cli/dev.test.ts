/** `everycall dev` and the mistakes that end a command before it has begun, on the built command. */
import { connect } from 'node:net';
import { join } from 'node:path';
import { scriptedModel, type ScriptedModel } from '../../../src/testing.js';
import { script, testFolder } from '../../server/fake-command.js';
import { AGENTS, everycall, killAll, start } from './command.js';
import { reply } from './script.js';

let folder: Awaited<ReturnType<typeof testFolder>>;
let model: ScriptedModel;

beforeAll(async () => {
  folder = await testFolder();
  model = await scriptedModel({ script: reply });
});
afterAll(async () => {
  await killAll();
  await model.close();
  await folder.remove();
});

function listens(address: string): Promise<boolean> {
  const [host, port] = address.split(':');
  return new Promise((resolve) => {
    const socket = connect(Number(port), host);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('close', () => resolve(false)).once('connect', () => socket.destroy());
  });
}

test('dev obeys no server of the environment, leaves nothing running, and goes on with its turns at the next start', async () => {
  const db = join(folder.path, 'deep', 'temporal.db');
  const env = {
    EVERYCALL_TEST_MODEL: model.baseURL,
    EVERYCALL_TEST_KEY: 'sk-test-0123456789abcdef',
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    TEMPORAL_NAMESPACE: 'elsewhere',
  };
  const first = start(['dev', AGENTS, '--db', db, '--port', '0', '--ui-port', '0'], { env });
  const [, address = ''] = await first.said(
    /Run a turn: +(?:npx )?everycall run tester "Hello" --address (\S+) --namespace default\n/,
  );
  const [, ui = ''] = await first.said(/^ {2}UI +(\S+)$/m);
  await first.said(new RegExp(`^ {2}Temporal +${address}, namespace default$`, 'm'));
  await first.said(new RegExp(`^ {2}database +${db}$`, 'm'));
  await first.said(/^ {2}task queue +everycall\n {2}agents +other, tester$/m);
  await first.said(/^OPENAI_API_KEY is not set: turns of other will fail/m);
  expect((await fetch(ui)).status).toBe(200);

  // A second one on the same ports is refused in one line.
  const [, port = ''] = address.split(':');
  const busy = await everycall(['dev', AGENTS, '--db', join(folder.path, 'b.db'), '--port', port, '--ui-port', '0']);
  expect(busy).toMatchObject({ code: 1, stdout: '' });
  expect(busy.stderr).toMatch(new RegExp(`^everycall: port ${port} for Temporal can't be used .*--port$`, 'm'));

  const sharing = await everycall(['dev', AGENTS, '--db', db, '--port', '0', '--ui-port', '0']);
  expect(sharing).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^everycall: the database .* is in use/) as string,
  });

  const server = ['--address', address];
  await everycall(['run', 'tester', 'slow', '--detach', '--turn-id', 'survivor', ...server]);
  await first.said(/slow has begun/);
  first.signal('SIGINT');
  await expect(first.ended).resolves.toMatchObject({ code: 0, stdout: '' });
  await expect(listens(address)).resolves.toBe(false);
  await expect(listens(new URL(ui).host)).resolves.toBe(false);

  const second = start(['dev', AGENTS, '--db', db, '--port', port, '--ui-port', '0'], {
    env: { ...env, EVERYCALL_TEST_FAST: '1' },
  });
  await second.said(/^ready$/m);
  const attached = await everycall(['run', 'tester', 'slow', '--turn-id', 'survivor', ...server]);
  expect(attached).toMatchObject({ code: 0, stdout: 'Slow is done.\n' });
  second.signal('SIGTERM');
  await expect(second.ended).resolves.toMatchObject({ code: 0 });
  await expect(listens(address)).resolves.toBe(false);
});

test('what is wrong before anything runs is one line, without a stack', async () => {
  const missing = join(folder.path, 'missing.ts');
  const broken = await script(join(folder.path, 'broken.ts'), 'export default [;');
  const refused = ['--address', '127.0.0.1:1'];
  const cases: readonly [args: string[], code: number, line: RegExp][] = [
    [['dev', missing], 2, /^everycall: agents file .*missing\.ts: there is no such file/],
    [['worker', broken, ...refused], 2, /^everycall: agents file .*broken\.ts: .*broken\.ts:2:16/],
    [['worker', AGENTS, ...refused], 1, /everycall: no Temporal server answers at 127\.0\.0\.1:1 /],
    [['list', ...refused], 1, /^everycall: no Temporal server answers at 127\.0\.0\.1:1 /],
    [['run', 'shop', '', ...refused], 2, /^everycall: the text is empty/],
    [['run', 'shop'], 2, /^error: missing required argument 'text'/],
    [
      ['run', 'shop', 'hi', '--context', '{'],
      2,
      /^error: option '--context <json>' argument '\{' is invalid\. Expected JSON/,
    ],
    [['list', '--limit', '0'], 2, /^error: option '--limit <number>' argument '0' is invalid/],
    [['dev', AGENTS, '--port', '70000'], 2, /^error: option '--port <number>' argument '70000' is invalid/],
    [['nonsense'], 2, /^error: unknown command 'nonsense'/],
  ];
  await Promise.all(
    cases.map(async ([args, code, line]) => {
      const ended = await everycall(args, { env: { EVERYCALL_TEST_KEY: 'k', OPENAI_API_KEY: 'k' } });
      expect({ args, ...ended }).toEqual({ args, code, stdout: '', stderr: expect.stringMatching(line) as string });
      expect(ended.stderr.trimEnd()).not.toContain('\n');
    }),
  );
});

test('every command has help with an example', async () => {
  await Promise.all(
    ['dev', 'worker', 'run', 'show', 'list', 'cancel'].map(async (command) => {
      const { code, stdout } = await everycall([command, '--help']);
      expect(code).toBe(0);
      expect(stdout).toMatch(new RegExp(`Examples?:\n {2}everycall ${command}`));
    }),
  );
});
