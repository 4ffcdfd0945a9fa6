/** `everycall fork`, a built command: live like `run`, linked in `show` and `list`, refusals in one line. */
import { randomUUID } from 'node:crypto';
import { testAddress } from '../../harness/turn-bench.js';
import { everycall } from './command.js';
import { served, type Served } from './served.js';

const address = ['--address', testAddress()];
const queue = ['--task-queue', `cli-${randomUUID()}`];
const origin = `origin-${randomUUID()}`;
let serving: Served;

beforeAll(async () => {
  serving = await served([...address, ...queue]);
  const ran = await everycall(['run', 'tester', 'weather', '--turn-id', origin, ...address, ...queue]);
  expect(ran).toMatchObject({ code: 0, stdout: 'Sunny.\n' });
});
afterAll(async () => {
  await serving.stop();
});

const fork = (...args: readonly string[]) => everycall(['fork', origin, ...args, ...address]);

test('a fork runs on the task queue of the old turn, with a line for each call', async () => {
  const turnId = `fork-${randomUUID()}`;
  const { code, stdout, stderr } = await fork('--step', '1', '--turn-id', turnId);
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'Sunny.\n' });
  expect(stderr).toMatch(new RegExp(`^turn ${turnId} of agent tester$`, 'm'));
  expect(stderr).toContain('→ 1.0 get_weather(city: "Paris")\n');

  const shown = await everycall(['show', turnId, ...address]);
  expect(shown.stdout).toContain(`forked from turn ${origin} at step 1\n`);
  const asJson = await everycall(['show', turnId, '--json', ...address]);
  expect(JSON.parse(asJson.stdout)).toMatchObject({ forkOf: { turnId: origin, step: 1 } });
});

test('a text comes after the transcript, from an argument or from standard input; --detach prints the id', async () => {
  const said = await fork('--step', '3', 'And tomorrow?', '--json');
  expect(said).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(said.stdout)).toMatchObject({ output: 'And tomorrow?', steps: 1, forkOf: { step: 3 } });
  const piped = await everycall(['fork', origin, '--step', '3', '-', ...address], { input: 'From a pipe\n' });
  expect(piped).toMatchObject({ code: 0, stdout: 'From a pipe\n' });
  const detached = await fork('--step', '2', '--detach');
  expect(detached).toMatchObject({ code: 0, stdout: expect.stringMatching(/^turn-[\w-]+\n$/) as string });
});

test('what can not be forked is one line', async () => {
  const beyond = await fork('--step', '9');
  expect(beyond).toMatchObject({ code: 2, stdout: '' });
  expect(beyond.stderr).toBe(`everycall: step must be 1 to 3 for turn "${origin}", not 9\n`);
  expect((await fork('--step', '3')).stderr).toMatch(/^everycall: input must be what the user says next, .*\n$/);
  expect((await fork()).stderr).toContain("required option '--step <number>' not specified");
  const none = await everycall(['fork', 'no-such-turn', '--step', '1', ...address]);
  expect(none).toMatchObject({ code: 1, stderr: expect.stringMatching(/there is no turn "no-such-turn"/) as string });
});
