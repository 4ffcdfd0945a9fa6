/** SIGKILL of the only worker during a compaction, and right after it: it is made again, or its summary is gone on from by a worker that has none of it. */
import { call, expectValid, say } from '../../../src/testing.js';
import { faultBench, type FaultBench } from './fault-bench.js';

const STEPS = 6;

let bench: FaultBench;
afterEach(() => bench.close());

test('killed while the model sums up, and once it has', async () => {
  let sums = 0;
  let step = 0;
  let gone = false;
  let summing: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (summing = resolve));
  let summed: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (summed = resolve));
  bench = await faultBench({
    worker: { compactAt: 1_000 },
    script: (_request, { conversation: { instructions } }) => {
      if (instructions === 'Sums up.') {
        sums += 1;
        if (sums > 1) return say(`SUMMARY ${sums}`);
        summing();
        return new Promise<never>(() => undefined);
      }
      // The first request that a summary goes into has no answer, so that its worker can be killed.
      if (sums > 1 && !gone) {
        summed();
        return new Promise<never>(() => undefined);
      }
      return step < STEPS ? call('work', { n: (step += 1), chars: 2_000 }, `call_${step}`) : say('done');
    },
  });
  const first = await bench.worker();
  const turn = await bench.start([]);
  await asked;
  await first.kill();
  const second = await bench.worker();
  await done;
  await second.kill();
  gone = true;
  await bench.worker();
  expect(await turn.result()).toMatchObject({ outcome: 'completed', output: 'done', counts: { ok: STEPS } });
  const { compactions = [], calls } = await turn.view();
  expect(compactions[0]).toMatchObject({ state: 'done', summary: 'SUMMARY 2' });
  expect(calls.every(({ outcome }) => outcome === 'ok')).toBe(true);
  expect(new Set(bench.desk.of({ event: 'begin' }).map(({ key }) => key)).size).toBe(STEPS);
  // No request had a hole, and all after the first compaction began with what the user asked and a summary.
  expectValid(bench.model);
  const { messages } = bench.model.requests.at(-1)!.body as { messages: { role: string; content: string }[] };
  expect(messages.slice(1, 3).map(({ role }) => role)).toEqual(['user', 'user']);
  expect(messages[2]!.content).toContain('SUMMARY');
}, 120_000);
