/** `everycall chat`, a built command: a conversation that outlives the terminal. */
import { randomUUID } from 'node:crypto';
import { connect, type EverycallClient } from '../../../src/client.js';
import { testAddress } from '../../harness/turn-bench.js';
import { until } from '../../harness/until.js';
import { everycall, start } from './command.js';
import { served, type Served } from './served.js';

const address = ['--address', testAddress()];
const taskQueue = `cli-${randomUUID()}`;
const queue = ['--task-queue', taskQueue];
let serving: Served;
let client: EverycallClient;

beforeAll(async () => {
  serving = await served([...address, ...queue]);
  client = await connect({ address: testAddress(), taskQueue });
});
afterAll(async () => {
  await serving.stop();
  await client.close();
});

test('a line is a message; killed in a turn and come back to, the conversation is there and goes on', async () => {
  const session = `chat-${randomUUID()}`;
  const chat = ['chat', 'tester', '--session', session, ...address, ...queue];
  const first = await everycall(chat, { input: 'hello\n\nweather\n' });
  expect(first).toMatchObject({ code: 0, stdout: 'hello\nSunny.\n' });
  expect(first.stderr).toContain(`everycall chat tester --session ${session}`);
  expect(first.stderr).toContain('→ 1.0 get_weather(city: "Paris")\n');

  const killed = start(chat, { input: 'slow\nafter\n' });
  await killed.said(/→ 1\.0 slow\(\)/);
  const handle = client.session('tester', session);
  await until(async () => (await handle.turns()).length === 4);
  killed.signal('SIGKILL');
  await killed.ended;
  await handle.turn(3).cancel();

  const back = await everycall(chat, { input: 'and now?\n' });
  expect(back).toMatchObject({ code: 0, stdout: expect.stringMatching(/after\nand now\?\n$/) as string });
  expect(back.stderr).toContain('> hello\n  hello\n> weather\n');
  expect((await handle.turns()).map(({ state }) => state)).toEqual([
    'completed',
    'completed',
    'cancelled',
    'completed',
    'completed',
  ]);
}, 120_000);

test('what can not be a session, and a session that is over, are one line', async () => {
  const wrong = await everycall(['chat', 'tester', '--session', 'a/1', ...address, ...queue], { input: 'hi\n' });
  expect(wrong).toMatchObject({ code: 2, stdout: '' });
  expect(wrong.stderr).toMatch(/^everycall: the id of a session must be .*, not "a\/1"\n$/);

  const session = `chat-${randomUUID()}`;
  const handle = client.session('tester', session);
  await (await handle.send('hi')).result();
  await handle.end();
  await client.temporal.workflow.getHandle(session).result();
  const over = await everycall(['chat', 'tester', '--session', session, ...address, ...queue], { input: 'hi\n' });
  expect(over.code).toBe(1);
  expect(over.stderr).toContain(`everycall: session "${session}" is over: begin another one under an id of its own\n`);
}, 60_000);

test('of a long file so many lines wait in the session as it has room for; all are worked', async () => {
  const session = `chat-${randomUUID()}`;
  const lines = Array.from({ length: 40 }, (_, i) => `line ${i}`);
  const chat = start(['chat', 'tester', '--session', session, ...address, ...queue], {
    input: `slow\n${lines.join('\n')}\n`,
  });
  await chat.said(/→ 1\.0 slow\(\)/);
  const handle = client.session('tester', session);
  await until(async () => (await handle.turns()).length >= 21);
  expect(await handle.turns()).toHaveLength(21);
  await handle.turn(1).cancel();
  expect(await chat.ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/line 38\nline 39\n$/) as string });
  expect(await handle.turns()).toHaveLength(41);
}, 120_000);

test('where nobody takes the message, Ctrl-C leaves at once', async () => {
  const nobody = ['--task-queue', `nobody-${randomUUID()}`];
  const chat = start(['chat', 'tester', ...address, ...nobody], { input: 'hi\n' });
  await chat.said(/no worker polls task queue/);
  chat.signal('SIGINT');
  const { code, stderr } = await chat.ended;
  expect(code).toBe(130);
  expect(stderr).toContain('left: no worker has taken the last message yet');
}, 60_000);

test('an id that a shell would take apart is quoted in the command to come back by', async () => {
  const session = `it's ${randomUUID()}`;
  const { stderr } = await everycall(['chat', 'tester', '--session', session, ...address, ...queue], { input: '' });
  expect(stderr).toContain(`--session 'it'\\''s ${session.slice(5)}'`);
}, 60_000);
