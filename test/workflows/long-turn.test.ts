/** A turn that goes on in several runs is one turn: to whoever watches, reads, lists, cancels or starts it again. */
import type { TurnEvent } from '../../src/client.js';
import { call, say, type ScriptFunction } from '../../src/testing.js';
import { numbered } from '../harness/echo-tools.js';
import { longBench, type LongBench } from '../harness/long-bench.js';

const STEPS = 40;
const agent = { limits: { steps: 1_000, toolCalls: 1_000, tokens: 1_000_000_000 } };

/** The model asks for one call a step, so many times. */
function asking(steps: number, each: (step: number) => unknown = () => undefined): ScriptFunction {
  return (_request, { conversation: { step } }) => {
    each(step);
    return step <= steps ? call('numbered', { n: step }, `call_${step}`) : say('Done.');
  };
}

let bench: LongBench;
afterEach(() => bench.close());

test('watched from its start, its steps come once and in order', async () => {
  bench = await longBench(100, { agent, tools: [numbered((n) => `r${n}`)], model: { script: asking(STEPS) } });
  const turn = await bench.client.startTurn('tester', 'Go on.', { turnId: 'watched', context: { user: 'u' } });
  const events: TurnEvent[] = [];
  for await (const event of turn.events()) events.push(event);
  const of = (type: TurnEvent['type']) => events.filter((event) => event.type === type);
  expect(of('turn-started')).toHaveLength(1);
  expect(of('turn-restarted')).toEqual([]);
  expect(of('step-finished').map((event) => 'step' in event && event.step)).toEqual(
    Array.from({ length: STEPS + 1 }, (_, i) => i + 1),
  );
  expect(of('call-finished')).toHaveLength(STEPS);
  expect(await turn.result()).toMatchObject({
    outcome: 'completed',
    output: 'Done.',
    steps: STEPS + 1,
    counts: { ok: STEPS },
  });
  const runs = await bench.runsOf('watched');
  expect(runs.length).toBeGreaterThan(2);
  const view = await bench.client.turn('watched').view();
  expect(view).toMatchObject({ run: runs.length, status: 'completed', startedAt: events[0]!.at });
  expect(view.earlier).toBeUndefined();
  expect(view.steps.map(({ step }) => step)).toEqual(Array.from({ length: STEPS + 1 }, (_, i) => i + 1));
  expect(view.entries).toHaveLength(1 + 2 * STEPS + 1);
  expect(new Set(view.entries.map(({ id }) => id)).size).toBe(view.entries.length);
  // One turn in the list, by its own start.
  expect(await bench.client.list()).toEqual([
    expect.objectContaining({ turnId: 'watched', status: 'completed', startedAt: view.startedAt }),
  ]);
  // Started again by its id, it is the same turn.
  const again = await bench.client.startTurn('tester', 'Go on.', { turnId: 'watched' });
  expect(await again.result()).toMatchObject({ steps: STEPS + 1 });
}, 60_000);

test('with every closed run deleted it goes on and completes; what is missing is marked', async () => {
  const script = asking(STEPS, (step) => step === 30 && bench.model.hold());
  bench = await longBench(100, { agent, tools: [numbered((n) => `r${n}`)], model: { script } });
  await bench.client.startTurn('tester', 'Go on.', { turnId: 'deleted' });
  await bench.model.requestArrived(31);
  const deleted = await bench.deleteEarlier('deleted');
  expect(deleted).toBeGreaterThan(0);
  // No worker remembers the transcript either.
  await bench.worker!.shutdown();
  await bench.startWorker();
  bench.model.release();
  const turn = bench.client.turn('deleted');
  expect(await turn.result()).toMatchObject({ outcome: 'completed', steps: STEPS + 1, counts: { ok: STEPS } });
  const view = await turn.view();
  expect(view.earlier).toMatchObject({ runs: deleted });
  expect(view.steps[0]!.step).toBe(view.earlier!.steps + 1);
  expect(view.input.input).toEqual([expect.objectContaining({ content: 'Go on.' })]);
  expect(view.entries).toHaveLength(1 + 2 * STEPS + 1);
  const { value: first } = await turn.events().next();
  expect(first).toMatchObject({ type: 'turn-started', afterStep: view.earlier!.steps });
}, 90_000);

test('cancelled in a later run, it keeps what it did', async () => {
  bench = await longBench(100, { agent, tools: [numbered((n) => `r${n}`)], model: { script: asking(1_000) } });
  const turn = await bench.client.startTurn('tester', 'Go on.', { turnId: 'cancelled' });
  await bench.model.requestArrived(30);
  await turn.cancel();
  const result = await turn.result();
  expect(result.outcome).toBe('cancelled');
  const { steps, run } = await turn.view();
  expect(run).toBeGreaterThan(1);
  expect(steps.filter(({ state }) => state === 'done')).toHaveLength(result.steps);
}, 60_000);

test('a transcript too large to carry is taken over from the run before, which may then be deleted', async () => {
  const large = 'o'.repeat(18_000);
  const script = asking(90, (step) => step === 85 && bench.model.hold());
  bench = await longBench(120, { agent, tools: [numbered((n) => `r${n}${large}`)], model: { script } });
  await bench.client.startTurn('tester', 'Go on.', { turnId: 'adopting' });
  await bench.model.requestArrived(86);
  expect(await bench.deleteEarlier('adopting')).toBeGreaterThan(1);
  await bench.worker!.shutdown();
  await bench.startWorker();
  bench.model.release();
  const turn = bench.client.turn('adopting');
  expect(await turn.result()).toMatchObject({ outcome: 'completed', steps: 91, counts: { ok: 90 } });
  const view = await turn.view();
  expect(view.earlier!.steps).toBeGreaterThan(50);
  expect(view.entries).toHaveLength(1 + 2 * 90 + 1);
  expect(view.input.input).toEqual([expect.objectContaining({ content: 'Go on.' })]);
}, 120_000);
