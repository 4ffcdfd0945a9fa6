/** `run --stream` of the built command: what the model says is seen while it speaks, and a pipe gets the answer alone. */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { startSpeaker, type Speaker } from '../../harness/speaker.js';
import { testAddress } from '../../harness/turn-bench.js';
import { killAll, start, type RunningCommand } from './command.js';

const AGENTS = fileURLToPath(new URL('./speaking-agents.ts', import.meta.url));
const server = ['--address', testAddress(), '--task-queue', `cli-${randomUUID()}`];
let speaker: Speaker;
let worker: RunningCommand;

beforeAll(async () => {
  speaker = await startSpeaker();
  const env = { EVERYCALL_TEST_MODEL: speaker.baseURL, EVERYCALL_TEST_KEY: 'sk-test-0123456789abcdef' };
  worker = start(['worker', AGENTS, ...server], { env });
  await worker.said(/^ready: /m);
});
afterAll(async () => {
  worker.signal('SIGTERM');
  await worker.ended;
  await killAll();
  await speaker.close();
});

test.each([
  ['text', [], (stdout: string) => expect(stdout).toBe('Once upon a time.\n')],
  [
    'JSON',
    ['--json'],
    (stdout: string) => expect(JSON.parse(stdout)).toMatchObject({ output: 'Once upon a time.', outcome: 'completed' }),
  ],
])('with stdout as %s, a reader of stderr sees the text as it comes, once', async (_what, options, check) => {
  const number = speaker.requests + 1;
  const command = start(['run', 'speaker', 'Tell a story.', '--stream', ...options, ...server]);
  const spoken = await speaker.asked(number);
  await spoken.say('Once upon');
  // It ends only when the test says so: this was seen before.
  if (options.length === 0) await command.said(/^Once upon/m);
  await spoken.end(' a time.');
  const { code, stdout, stderr } = await command.ended;
  expect(code).toBe(0);
  check(stdout);
  expect(stderr.match(/Once/g) ?? []).toHaveLength(options.length === 0 ? 1 : 0);
});

test('without --stream a pipe makes no stream', async () => {
  const number = speaker.requests + 1;
  const command = start(['run', 'speaker', 'Tell a story.', ...server]);
  const spoken = await speaker.asked(number);
  expect(spoken.streamed).toBe(false);
  await spoken.end('The end.');
  expect(await command.ended).toMatchObject({ code: 0, stdout: 'The end.\n' });
});
