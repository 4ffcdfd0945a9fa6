/** SIGKILL of the only worker as a turn goes on in its next run, and while that takes over what it needs: still one turn, and one result a call. */
import { ADOPT_ENTRIES } from '../../../src/contract/names.js';
import { fetchEvents } from '../../../src/history/fetch-events.js';
import { startEmbeddedServer, type EmbeddedServer } from '../../../src/server/embedded-server.js';
import type { TurnEvent, TurnHandle } from '../../../src/client.js';
import { ask, faultBench, type FaultBench, type HistoryEvent } from './fault-bench.js';

/** A run is due once it has grown by as much as it began with, so that each is about twice as long as the one before. */
const STEPS = 50;
/** Of a result: the last run begins with more than can go along in its start. */
const CHARS = 18_000;

let server: EmbeddedServer;
let bench: FaultBench;
beforeAll(async () => {
  server = await startEmbeddedServer({ dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': 60 } });
});
afterAll(() => server.stop());
afterEach(() => bench.close());

/** The first event of a run that is as wanted, now or when it comes. */
async function eventIn(turnId: string, runId: string, wanted: (event: HistoryEvent) => boolean): Promise<HistoryEvent> {
  const { temporal, namespace } = bench.client;
  const source = { connection: temporal.connection, namespace, turnId, runId };
  for await (const event of fetchEvents(source, { follow: true })) if (wanted(event)) return event;
  throw new Error(`run ${runId} ended without the event`);
}

/** The run that goes on after another one, at the moment in which it begins. */
async function runAfter({ turnId }: TurnHandle, runId: string): Promise<string> {
  const end = await eventIn(turnId, runId, (event) => !!event.workflowExecutionContinuedAsNewEventAttributes);
  return end.workflowExecutionContinuedAsNewEventAttributes!.newExecutionRunId!;
}

async function firstRun({ turnId }: TurnHandle): Promise<string> {
  const { raw } = await bench.client.temporal.workflow.getHandle(turnId).describe();
  return raw.workflowExecutionInfo!.execution!.runId!;
}

const isAdopting = (event: HistoryEvent) =>
  event.activityTaskScheduledEventAttributes?.activityType?.name === ADOPT_ENTRIES;

test('killed as a run begins, and as another one takes over what it needs', async () => {
  bench = await faultBench({ address: server.address });
  let worker = await bench.worker();
  const steps = Array.from({ length: STEPS }, (_, i) => [
    ask(`call_${i}a`, 'work', { n: i, chars: CHARS }),
    ask(`call_${i}b`, 'once', { n: i + 1_000, chars: CHARS }),
    ask(`call_${i}c`, 'work', { n: i + 2_000, chars: CHARS }),
  ]);
  const limits = { steps: 100, toolCalls: 1_000, tokens: 1_000_000_000 };
  const turn = await bench.start(steps, { limits });
  const told: TurnEvent[] = [];
  const watching = (async () => {
    for await (const event of turn.events()) told.push(event);
  })();
  let runId = await firstRun(turn);
  for (const moment of ['passes', 'begins', 'passes', 'adopts'] as const) {
    runId = await runAfter(turn, runId);
    if (moment === 'passes') continue;
    if (moment === 'adopts') await eventIn(turn.turnId, runId, isAdopting);
    await worker.kill();
    worker = await bench.worker();
  }
  const result = await turn.result();
  expect(result).toMatchObject({ outcome: 'completed', steps: STEPS + 1 });
  // Nothing is under way while a turn goes on; a `once` call that began just before the kill is interrupted.
  const { ok = 0, interrupted = 0 } = result.counts;
  expect(ok + interrupted).toBe(3 * STEPS);
  const view = await bench.judged(turn);
  expect(view.run).toBeGreaterThanOrEqual(5);
  expect(bench.desk.of({ event: 'begin', tool: 'once' })).toHaveLength(STEPS);
  await watching;
  const finished = told.flatMap((event) => (event.type === 'step-finished' ? [event.step] : []));
  expect(finished).toEqual(Array.from({ length: STEPS + 1 }, (_, i) => i + 1));
  expect(told.filter(({ type }) => type === 'turn-restarted')).toEqual([]);
}, 180_000);
