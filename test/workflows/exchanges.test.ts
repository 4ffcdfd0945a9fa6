/**
 * Turns recorded against a service, and replayed when it is gone: without a key, with ids that the edge mints anew, and
 * with what tools return anew each time (times, keys). What changed is told in the turn's error.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calls, say } from '../../src/testing.js';
import { numbered, numberedCall } from '../harness/echo-tools.js';
import { turnBench, type TurnBench } from '../harness/turn-bench.js';

const KEY = 'hunter2-CANARY';
const tool = numbered((n) => ({ n, at: new Date().toISOString(), request: randomUUID() }));
/** The service answers three calls: two without an id. */
const script = [calls(numberedCall(1, ''), numberedCall(2, ''), numberedCall(3, 'call_3')), say('done')];
let root = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'everycall-turns-'));
});
afterAll(() => rm(root, { recursive: true }));

/** Runs `work` on a bench whose worker has this in its environment. */
async function withBench(
  api: 'chat' | 'responses',
  env: Record<string, string>,
  work: (bench: TurnBench) => Promise<void>,
): Promise<void> {
  const before = { ...process.env };
  Object.assign(process.env, env);
  const bench = await turnBench({ tools: [tool], agent: { api }, model: { script, apiKey: KEY } });
  try {
    await work(bench);
  } finally {
    process.env = before;
    await bench.close();
  }
}

/** Plays a turn to its end. */
async function result({ client }: TurnBench, input: string, stream: boolean) {
  return (await client.startTurn('tester', input, { stream })).result();
}

const COMPLETED = { outcome: 'completed', output: 'done', counts: { ok: 3 }, repairs: expect.anything() };

test.each([
  ['chat', false],
  ['chat', true],
  ['responses', false],
  ['responses', true],
] as const)('%s, streamed %s: recorded without the key, replayed with neither service nor key', async (api, stream) => {
  const folder = join(root, `${api}-${stream}`);
  await withBench(api, { EVERYCALL_RECORD: folder, EVERYCALL_TEST_KEY: KEY }, async (bench) => {
    expect(await result(bench, 'go', stream)).toMatchObject(COMPLETED);
  });
  const files = (await readdir(folder)).sort();
  expect(files).toEqual([expect.stringMatching(/^0001-\w{8}\.json$/), expect.stringMatching(/^0002-\w{8}\.json$/)]);
  for (const file of files) {
    const text = await readFile(join(folder, file), 'utf8');
    expect(text).not.toMatch(/CANARY|authorization/i);
    expect(text.includes('"stream": [')).toBe(stream);
  }

  await withBench(api, { EVERYCALL_REPLAY: folder, EVERYCALL_TEST_KEY: '' }, async (bench) => {
    await bench.model.close();
    expect(await result(bench, 'go', stream)).toMatchObject(COMPLETED);
    expect(bench.model.requests).toEqual([]);
    expect(await result(bench, 'go', stream)).toMatchObject({
      outcome: 'failed',
      error: {
        code: 'exchange_not_recorded',
        message: expect.stringContaining('asked for once more'),
        retryable: false,
      },
    });
    expect(await result(bench, 'stop', stream)).toMatchObject({
      error: {
        message: expect.stringMatching(/differ first at request\.body\.\w+\[\d\].*recorded "go", asked "stop"/),
      },
    });
  });
});
