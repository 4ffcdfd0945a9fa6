/** The calls of one answer: one reply each, in call order, and no call decides over another. */
import type { CallOrder, CallReply, TurnEffects } from '../../src/workflows/turn-effects.js';
import { People } from '../../src/workflows/people.js';
import { fanOut, type FanOut } from '../../src/workflows/tool-fan-out.js';
import { call } from '../protocol/items.js';
import { agent, callsOf, tool } from './policies.js';

/** Effects whose calls end when the test says so. */
function world() {
  const orders: CallOrder[] = [];
  const enders: ((reply: CallReply) => void)[] = [];
  let cancel: () => void = () => undefined;
  const seen = { now: 0, isCancelled: false };
  const effects: TurnEffects = {
    callModel: () => Promise.reject(new Error('not asked')),
    runCall: (order) => {
      orders.push(order);
      return new Promise((resolve) => enders.push(resolve));
    },
    newId: () => 'id',
    now: () => seen.now,
    isCancelled: () => seen.isCancelled,
    cancelled: new Promise((resolve) => (cancel = resolve)),
    compact: () => Promise.resolve(undefined),
    continues: () => false,
    changed: () => undefined,
    turnId: 'turn',
    cancelCall: () => undefined,
    alarm: () => () => undefined,
    waiting: () => undefined,
  };
  const cancelNow = () => {
    seen.isCancelled = true;
    cancel();
  };
  return { effects, orders, enders, seen, cancelNow };
}
const turn = (more: Partial<FanOut> = {}): FanOut => ({
  agent: agent(),
  plans: [],
  repeated: new Map(),
  callsLeft: 100,
  endsAt: () => 1_000,
  people: new People(),
  budgetFor: () => ({ toolCalls: 10, tokens: 1_000, durationMs: 1_000, depth: 4 }),
  contextBytes: () => 0,
  handedOver: 0,
  ...more,
});
const settle = () => new Promise((resolve) => setImmediate(resolve));
const ok = (output: string): CallReply => ({ outcome: 'ok', output, recorded: { id: output } });

test('replies stand in the order of the calls, whatever order they came in', async () => {
  const { effects, enders } = world();
  const replies = fanOut(callsOf(call('a'), call('b'), call('c')), turn(), effects);
  await settle();
  [2, 0, 1].forEach((at) => enders[at]!(ok(`${at}`)));
  expect((await replies).map(({ output }) => output)).toEqual(['0', '1', '2']);
});

test('what goes along with each question counts: agents whose turns begin with 2 MB are asked one after the other', async () => {
  const { effects, orders, enders } = world();
  const asked = { ...agent(), tools: [{ ...agent().tools[0]!, agent: { name: 'other' } }] };
  const replies = fanOut(callsOf(call('a'), call('b')), turn({ agent: asked, contextBytes: () => 2_000_000 }), effects);
  await settle();
  expect(orders).toHaveLength(1);
  enders[0]!(ok('a'));
  await settle();
  expect(orders).toHaveLength(2);
  enders[1]!(ok('b'));
  expect((await replies).map(({ output }) => output)).toEqual(['a', 'b']);
});

test('what a person made of arguments counts: calls changed to 2 MB each run one after the other', async () => {
  const { effects, orders, enders } = world();
  const guarded = tool('f', { approval: { when: 'always', deadlineMs: 1_000, otherwise: 'deny' } });
  const people = new People();
  const ids: string[] = [];
  const waiting: TurnEffects['waiting'] = (all) => ids.push(...all.slice(ids.length).map((each) => each.approvalId));
  const calls = callsOf(call('a'), call('b'));
  const replies = fanOut(calls, turn({ agent: { ...agent(), tools: [guarded] }, people }), { ...effects, waiting });
  for (const approvalId of ids.slice(0, 2)) {
    people.approvals.decide({ approvalId, verdict: 'approve' }, { text: 'x'.repeat(2_000_000) }, effects.newId);
  }
  await settle();
  expect(orders).toHaveLength(1);
  enders[0]!(ok('a'));
  await settle();
  expect(orders).toHaveLength(2);
  enders[1]!(ok('b'));
  expect((await replies).map(({ output }) => output)).toEqual(['a', 'b']);
});

test('calls that are not run have their replies at once, and siblings run all the same', async () => {
  const { effects, enders, orders } = world();
  const calls = callsOf(
    call('a', 'nowhere'),
    call('b', '__proto__'),
    call('c', 'f', '{"n":'),
    call('d', 'f', '{"n":1}'),
    call('e', 'g'),
    { type: 'custom_tool_call', call_id: 'f', name: 'f', input: '{}' },
  );
  const plans = [{ position: 4, outcome: 'invalid_arguments' as const, output: 'n is missing' }];
  const replies = fanOut(calls, turn({ plans }), effects);
  await settle();
  expect(orders.map(({ call: one, args }) => [one.callId, args])).toEqual([['d', { n: 1 }]]);
  enders[0]!(ok('done'));
  expect((await replies).map(({ outcome }) => outcome)).toEqual([
    'unknown_tool',
    'unknown_tool',
    'invalid_arguments',
    'ok',
    'invalid_arguments',
    'unknown_tool',
  ]);
});

test('a call is run with the arguments that its plan says', async () => {
  const { effects, orders } = world();
  void fanOut(callsOf(call('a', 'f', '{}')), turn({ plans: [{ position: 0, args: { n: 7 } }] }), effects);
  await settle();
  expect(orders[0]).toMatchObject({ args: { n: 7 }, leftMs: 1_000, policy: { name: 'f' } });
});

test('calls beyond what the turn may still start are skipped, by their place', async () => {
  const { effects, enders, orders } = world();
  const replies = fanOut(callsOf(call('a', 'nowhere'), call('b'), call('c')), turn({ callsLeft: 2 }), effects);
  await settle();
  expect(orders).toHaveLength(1);
  enders[0]!(ok('b'));
  expect((await replies).map(({ outcome }) => outcome)).toEqual(['unknown_tool', 'ok', 'skipped']);
});

test('a call that waited until the time of the turn was over is skipped', async () => {
  const { effects, enders, seen } = world();
  const policy = agent({ maxParallel: 1 });
  const replies = fanOut(callsOf(call('a'), call('b')), turn({ agent: policy }), effects);
  await settle();
  seen.now = 1_000;
  enders[0]!(ok('a'));
  expect((await replies).map(({ outcome }) => outcome)).toEqual(['ok', 'skipped']);
});

test('a cancel refuses those who wait, and leaves those who run to their own end', async () => {
  const { effects, enders, cancelNow, orders } = world();
  const policy = agent({ tools: [tool('f', { maxParallel: 1 })] });
  const replies = fanOut(callsOf(call('a'), call('b')), turn({ agent: policy }), effects);
  await settle();
  cancelNow();
  await settle();
  enders[0]!(ok('a'));
  expect(await replies).toEqual([
    ok('a'),
    { outcome: 'cancelled', output: 'Cancelled before it started. It had no effect.' },
  ]);
  expect(orders).toHaveLength(1);
});

test('a call that was let in but not started when the cancel came is told as never started', async () => {
  const { effects, enders, cancelNow, orders } = world();
  const policy = agent({ tools: [tool('f', { maxParallel: 1 })] });
  const replies = fanOut(callsOf(call('a'), call('b')), turn({ agent: policy }), effects);
  // The end of the first lets the second in, in the same moment as the cancel.
  enders[0]!(ok('a'));
  cancelNow();
  expect(await replies).toMatchObject([
    ok('a'),
    { outcome: 'cancelled', output: expect.stringContaining('no effect') },
  ]);
  expect(orders).toHaveLength(1);
});

test('wide steps share their bound on outputs; narrow ones need none', async () => {
  const shares = async (width: number) => {
    const { effects, orders } = world();
    const calls = callsOf(...Array.from({ length: width }, (_, n) => call(`c${n}`)));
    void fanOut(
      calls,
      turn({ agent: agent({ maxParallel: 1_000, tools: [tool('f', { maxParallel: 1_000 })] }) }),
      effects,
    );
    await settle();
    return orders.map(({ maxBytes }) => maxBytes);
  };
  expect(await shares(4)).toEqual([undefined, undefined, undefined, undefined]);
  expect((await shares(100)).every((bytes) => bytes === 80_000)).toBe(true);
});

test('no calls, no replies', async () => {
  expect(await fanOut([], turn(), world().effects)).toEqual([]);
});
