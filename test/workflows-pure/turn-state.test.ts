/** What a turn knows: requests name only what is new, and results of its own go out once. */
import { call } from '../protocol/items.js';
import { toolCallsOf } from '../../src/protocol/tool-call.js';
import { extendHead } from '../../src/protocol/head.js';
import type { CallReply } from '../../src/workflows/turn-effects.js';
import type { TurnState } from '../../src/workflows/turn-state.js';
import { agent, answer, state } from './policies.js';

/** Works one step: an answer with these calls, each with its reply. */
function step(turn: TurnState, prefix: string, ids: readonly string[], replies: readonly CallReply[]) {
  const calls = toolCallsOf(
    turn.addAnswer(
      answer(
        prefix,
        ids.map((id) => call(id)),
      ),
    ),
  );
  turn.addCalls(calls);
  let n = 0;
  turn.addResults(calls, replies, () => `${prefix}own${(n += 1)}`);
}
const recorded = (id: string): CallReply => ({ outcome: 'ok', output: 'x', recorded: { id } });
const own: CallReply = { outcome: 'timeout', output: 'too late' };

test('the first request names the input', () => {
  expect(state().request(false)).toEqual({
    agent: 'tested',
    digest: 'd',
    step: 1,
    upTo: 1,
    head: extendHead('', ['in']),
    after: { length: 0, head: '' },
    ids: ['in'],
  });
});

test('a later request leads on from the last answer, and takes the own results along, once', () => {
  const turn = state();
  turn.request(false);
  step(turn, 'a', ['x', 'y'], [own, recorded('r')]);
  const request = turn.request(false);
  expect(request).toMatchObject({
    step: 2,
    upTo: 5,
    after: { length: 3, head: extendHead('', ['in', 'a0', 'a1']) },
    ids: ['aown1', 'r'],
    head: extendHead('', ['in', 'a0', 'a1', 'aown1', 'r']),
    own: [{ id: 'aown1', step: 1, position: 0, callId: 'x', outcome: 'timeout', output: 'too late' }],
  });
  expect(turn.request(false)).not.toHaveProperty('own');
});

test('own results that no request took along stand in the end', () => {
  const turn = state();
  step(turn, 'a', ['x'], [own]);
  expect(turn.end({ outcome: 'cancelled' })).toMatchObject({ own: [{ callId: 'x', outcome: 'timeout' }] });
  turn.request(false);
  expect(turn.end({ outcome: 'cancelled' })).not.toHaveProperty('own');
});

test('a foreign result without an entry id gets one, and is none of the own', () => {
  const turn = state();
  step(turn, 'a', ['x'], [{ outcome: 'ok', output: 'x', recorded: {} }]);
  expect(turn.request(false)).toMatchObject({ ids: ['aown1'] });
  expect(turn.end({ outcome: 'completed', output: 'x' })).not.toHaveProperty('own');
});

test('a call without a reply is an error, not a hole', () => {
  expect(() => step(state(), 'a', ['x', 'y'], [own])).toThrow(/call 1\.1 has no reply/);
});

test('counts, tokens and repairs add up over the steps', () => {
  const turn = state();
  step(turn, 'a', ['x', 'y'], [own, recorded('r')]);
  turn.addAnswer(answer('b', [], { repairs: [{ kind: 'name', detail: '' }], agentChanged: true }));
  expect(turn.end({ outcome: 'completed', output: 'done' }).result).toEqual({
    outcome: 'completed',
    output: 'done',
    steps: 2,
    counts: { timeout: 1, ok: 1 },
    usage: { inputTokens: 2, outputTokens: 2, totalTokens: 4 },
    repairs: [{ kind: 'name', detail: '' }],
    agentChanged: 1,
  });
  expect(turn.spent(500)).toEqual({ steps: 2, toolCalls: 2, tokens: 4, elapsedMs: 500, cost: 0 });
  expect(turn.callsLeft).toBe(98);
});

test('the last request of a limit says so, and that there is a context', () => {
  expect(state().request(true).final).toBe(true);
  expect(state(agent()).request(false)).not.toHaveProperty('context');
});

test('tokens that a call itself used count for the turn and its limit', () => {
  const turn = state();
  const usage = { inputTokens: 100, outputTokens: 20, totalTokens: 120 };
  const before = () => turn.spent(0).tokens;
  step(turn, 'a', ['x'], [recorded('r')]);
  const alone = before();
  step(turn, 'b', ['y'], [{ outcome: 'ok', output: 'x', recorded: { id: 's', usage } }]);
  expect(before()).toBe(2 * alone + 120);
  expect(turn.end({ outcome: 'cancelled' }).result.usage.totalTokens).toBe(2 * alone + 120);
});

test('a result in parts is recorded already, and its entry holds the parts', () => {
  const turn = state();
  const content = [{ type: 'input_image', image_url: 'data:image/png;base64,aaaa' }] as const;
  step(turn, 'a', ['x'], [{ outcome: 'ok', output: '[image]', recorded: { id: 'r', content } }]);
  const item = { type: 'function_call_output', call_id: 'x', output: content };
  expect(turn.transcript.entries.at(-1)).toMatchObject({ id: 'r', item });
  expect(turn.steps[0]![0]!.result).toMatchObject({ output: '[image]', content });
  expect(turn.request(false)).not.toHaveProperty('own');
});
