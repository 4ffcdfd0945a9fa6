/** `everycall doctor TURN` of the built command, against real turns: ended, running, cancelled. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testAddress } from '../../harness/turn-bench.js';
import { everycall } from './command.js';
import { served, type Served } from './served.js';

const address = ['--address', testAddress()];
const server = [...address, '--task-queue', `doctor-${randomUUID()}`];
const folder = mkdtempSync(join(tmpdir(), 'everycall-doctor-'));
let serving: Served;

const id = (name: string) => `${name}-${randomUUID()}`;
const doctor = (...args: string[]) => everycall(['doctor', ...args, ...address], { cwd: folder });
const statesOf = (stdout: string) =>
  (JSON.parse(stdout) as { calls: { state: string }[] }).calls.map(({ state }) => state);

beforeAll(async () => {
  serving = await served(server);
});
afterAll(async () => {
  await serving.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a completed turn has nothing wrong, whatever became of its calls', async () => {
  const turnId = id('done');
  await everycall(['run', 'tester', 'weather', '--turn-id', turnId, ...server]);
  const { code, stdout } = await doctor(turnId);
  expect(code).toBe(0);
  expect(stdout).toContain(`turn ${turnId} · Responses · rules of openai`);
  expect(stdout).toMatch(/^call_a +get_weather +input\[1\] +input\[5\] /m);
  expect(stdout).toContain('nothing wrong');
  const json = await doctor(turnId, '--json');
  expect(statesOf(json.stdout)).toEqual(['ok', 'ok', 'ok', 'ok']);

  // A file of that name wins, and the first line says which of the two it was.
  writeFileSync(join(folder, turnId), JSON.stringify([{ role: 'user', content: 'hi' }]));
  await expect(doctor(turnId)).resolves.toMatchObject({ code: 0, stdout: expect.stringMatching(/^file /) as string });
});

test('open calls of a running turn are running and no error; once cancelled they have their results', async () => {
  const turnId = id('slow');
  await everycall(['run', 'tester', 'slow', '--detach', '--turn-id', turnId, ...server]);
  await serving.worker.said(/slow has begun/);
  const running = await doctor(turnId, '--json');
  expect({ code: running.code, states: statesOf(running.stdout) }).toEqual({ code: 0, states: ['running'] });
  await everycall(['cancel', turnId, ...address]);
  const cancelled = await doctor(turnId, '--json');
  expect({ code: cancelled.code, states: statesOf(cancelled.stdout) }).toEqual({ code: 0, states: ['ok'] });
});

test('a turn that nobody knows is one line', async () => {
  const { code, stdout, stderr } = await doctor('no-such-turn');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(
    /^everycall: there is no file no-such-turn, and as a turn: there is no turn "no-such-turn".*\n$/,
  );
});
