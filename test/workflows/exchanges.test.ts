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
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'everycall-turns-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs `work` on a bench whose worker has this in its environment. */
async function withBench(env: Record<string, string>, work: (bench: TurnBench) => Promise<void>): Promise<void> {
  const before = { ...process.env };
  Object.assign(process.env, env);
  const bench = await turnBench({ tools: [tool], model: { script, apiKey: KEY } });
  try {
    await work(bench);
  } finally {
    process.env = before;
    await bench.close();
  }
}

test('a turn is recorded without its key, and replayed with neither service nor key', async () => {
  await withBench({ EVERYCALL_RECORD: folder, EVERYCALL_TEST_KEY: KEY }, async ({ client }) => {
    const result = await (await client.startTurn('tester', 'go')).result();
    expect(result).toMatchObject({ outcome: 'completed', output: 'done', counts: { ok: 3 }, repairs: 2 });
  });
  const files = (await readdir(folder)).sort();
  expect(files).toEqual([expect.stringMatching(/^0001-\w{8}\.json$/), expect.stringMatching(/^0002-\w{8}\.json$/)]);
  for (const file of files) expect(await readFile(join(folder, file), 'utf8')).not.toMatch(/CANARY|authorization/i);

  await withBench({ EVERYCALL_REPLAY: folder, EVERYCALL_TEST_KEY: '' }, async ({ client, model }) => {
    await model.close();
    const result = await (await client.startTurn('tester', 'go')).result();
    expect(result).toMatchObject({ outcome: 'completed', output: 'done', counts: { ok: 3 }, repairs: 2 });
    expect(model.requests).toEqual([]);

    const again = await (await client.startTurn('tester', 'go')).result();
    expect(again).toMatchObject({
      outcome: 'failed',
      error: {
        code: 'exchange_not_recorded',
        message: expect.stringContaining('is asked for once more'),
        retryable: false,
      },
    });
    const other = await (await client.startTurn('tester', 'stop')).result();
    expect(other).toMatchObject({
      error: { message: expect.stringMatching(/request\.body\.messages\[1\]\.content: recorded "go", asked "stop"/) },
    });
  });
});
