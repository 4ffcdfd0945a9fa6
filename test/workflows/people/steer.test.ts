/** Steering and cancelling single calls: a person's text goes before the next answer, and siblings notice nothing. */
import { defineTool } from '../../../src/index.js';
import { calls, say, type ScriptedModel } from '../../../src/testing.js';
import { awaitedEvents, thrownBy } from '../../harness/awaited-event.js';
import { toldIn } from '../../harness/echo-tools.js';
import { turnBench, type TurnBench } from '../../harness/turn-bench.js';

let bench: TurnBench;
let finish: () => void;
let finished: Promise<void>;
let aborted: () => void;
let wasAborted: Promise<void>;
beforeEach(() => {
  finished = new Promise((resolve) => (finish = resolve));
  wasAborted = new Promise((resolve) => (aborted = resolve));
});
afterEach(() => bench.close());

/** A tool that ends when the test says so, or its call is cancelled. */
const slow = (
  name: string,
  begun: () => void = () => undefined,
  extra: { approval?: 'always'; maxParallel?: number } = {},
) =>
  defineTool({
    name,
    description: 'Takes its time.',
    parameters: { type: 'object', properties: {} },
    timeout: '60s',
    ...extra,
    execute: async (_, { signal }) => {
      begun();
      await Promise.race([
        finished,
        new Promise((_resolve, reject) => signal.addEventListener('abort', reject)),
      ]).finally(() => signal.aborted && aborted());
      return `${name} done`;
    },
  });
const slowCall = (name: string, id = `call_${name}`) => ({ id, name, arguments: {} });

function lastMessage(model: ScriptedModel, request: number) {
  const { messages } = model.requests[request - 1]!.body as { messages: { role: string; content: string }[] };
  return messages.at(-1);
}

function started() {
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  return { begin, begun };
}

test('a text waits for open calls and goes before the next answer, once; the transcript holds it', async () => {
  const { begin, begun } = started();
  bench = await turnBench({ tools: [slow('a', begin)], model: { script: [calls(slowCall('a')), say('done')] } });
  const turn = await bench.client.startTurn('tester', 'go');
  await begun;
  await turn.steer('Be brief.');
  finish();
  expect(await turn.result()).toMatchObject({ outcome: 'completed', output: 'done' });
  expect(toldIn(bench.model, 2)[0]!.content).toBe('a done');
  expect(lastMessage(bench.model, 2)).toEqual({ role: 'user', content: 'Be brief.' });
  expect(await awaitedEvents(turn, 'steered')).toMatchObject([{ text: 'Be brief.' }]);
  const items = await turn.transcript();
  expect(items.map(({ type, role }) => role ?? type)).toEqual([
    'user',
    'function_call',
    'function_call_output',
    'user',
    'assistant',
  ]);
  expect(await thrownBy(turn.steer('more'))).toMatchObject({ name: 'TurnRefusedError', code: 'turn_ended' });
});

test('chosen calls are cancelled, the others end', async () => {
  const a = started();
  const b = started();
  const tools = [slow('a', a.begin), slow('b', b.begin)];
  bench = await turnBench({ tools, model: { script: [calls(slowCall('a'), slowCall('b')), say('done')] } });
  const turn = await bench.client.startTurn('tester', 'go');
  await Promise.all([a.begun, b.begun]);
  await turn.steer('Never mind a.', { cancelCalls: ['call_a'] });
  await awaitedEvents(turn, 'steered');
  expect(await thrownBy(turn.steer('again', { cancelCalls: ['call_a'] }))).toMatchObject({ code: 'call_not_open' });
  await wasAborted;
  finish();
  expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { cancelled: 1, ok: 1 } });
  expect(toldIn(bench.model, 2).map(({ content }) => content)).toEqual([
    'Cancelled before it finished. It may have started and taken effect.',
    'b done',
  ]);
  expect(lastMessage(bench.model, 2)!.content).toBe('Never mind a.');
});

test('while the model says its answer: the turn goes on with the text', async () => {
  bench = await turnBench({ model: { script: [say('first'), say('second')] } });
  bench.model.hold();
  const turn = await bench.client.startTurn('tester', 'go');
  await bench.model.requestArrived(1);
  await turn.steer('And then?');
  bench.model.release();
  expect(await turn.result()).toMatchObject({ outcome: 'completed', output: 'second', steps: 2 });
  expect(lastMessage(bench.model, 2)!.content).toBe('And then?');
});

test('while the model is asked its last answer at a limit: it is refused', async () => {
  const tool = slow('a', () => bench.model.hold());
  finish();
  const script = [calls(slowCall('a')), say('last')];
  bench = await turnBench({ tools: [tool], model: { script }, agent: { limits: { steps: 1 } } });
  const turn = await bench.client.startTurn('tester', 'go');
  await bench.model.requestArrived(2);
  expect(await thrownBy(turn.steer('wait'))).toMatchObject({ code: 'last_answer' });
  bench.model.release();
  expect(await turn.result()).toMatchObject({ outcome: 'limit', limit: 'steps', output: 'last' });
});

test('cancelCall ends one call that runs, one that waits for a slot and one that waits for a person', async () => {
  const { begin, begun } = started();
  const tools = [slow('a', begin, { maxParallel: 1 }), slow('asks', undefined, { approval: 'always' })];
  const script = [
    calls(slowCall('a'), slowCall('a', 'call_queued'), slowCall('asks'), slowCall('a', 'call_last')),
    say('done'),
  ];
  bench = await turnBench({ tools, model: { script } });
  const turn = await bench.client.startTurn('tester', 'go');
  await begun;
  await awaitedEvents(turn, 'approval-requested');
  await turn.cancelCall({ step: 1, position: 1 });
  await turn.cancelCall('call_asks');
  finish();
  expect(await thrownBy(turn.cancelCall('nowhere'))).toMatchObject({ code: 'call_not_open' });
  expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 2, cancelled: 2 } });
  const never = 'Cancelled before it started. It had no effect.';
  expect(toldIn(bench.model, 2).map(({ content }) => content)).toEqual(['a done', never, never, 'a done']);
});

test('a call that heeds no cancel is given up after its grace, and a later result changes nothing', async () => {
  const { begin, begun } = started();
  const deaf = defineTool({
    name: 'deaf',
    description: 'Heeds nothing.',
    parameters: { type: 'object', properties: {} },
    timeout: '60s',
    execute: async () => {
      begin();
      await finished;
      return 'late';
    },
  });
  bench = await turnBench({ tools: [deaf], model: { script: [calls(slowCall('deaf')), say('done')] } });
  const turn = await bench.client.startTurn('tester', 'go');
  await begun;
  await turn.cancelCall('call_deaf');
  expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { cancelled: 1 } });
  finish();
  expect((await turn.calls())[0]).toMatchObject({ outcome: 'cancelled' });
}, 60_000);

test('a text that comes while an approval is pending waits for the decision', async () => {
  const tools = [slow('asks', undefined, { approval: 'always' })];
  finish();
  bench = await turnBench({ tools, model: { script: [calls(slowCall('asks')), say('done')] } });
  const turn = await bench.client.startTurn('tester', 'go');
  const [asked] = await awaitedEvents(turn, 'approval-requested');
  await turn.steer('Hurry.');
  expect(bench.model.requests).toHaveLength(1);
  await turn.deny(asked!.approvalId, 'not now');
  expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { denied: 1 } });
  expect(lastMessage(bench.model, 2)!.content).toBe('Hurry.');
});

test('what a cancelled turn was told last stands at the end of its transcript', async () => {
  const { begin, begun } = started();
  bench = await turnBench({ tools: [slow('a', begin)], model: { script: [calls(slowCall('a')), say('never')] } });
  const turn = await bench.client.startTurn('tester', 'go');
  await begun;
  await turn.steer('Be brief.');
  await turn.cancel();
  expect(await turn.result()).toMatchObject({ outcome: 'cancelled' });
  expect((await turn.transcript()).at(-1)).toMatchObject({ role: 'user', content: 'Be brief.' });
});
