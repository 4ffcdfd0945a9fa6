/** Sub-agents in a history: what became of them where their turn was closed by force, and what was spent below it. */
import { turnView } from '../../src/history/turn-fold.js';
import { FAILURE } from '../../src/protocol/failure.js';
import { answer, call, end, History, tool, TOTALS } from './facts.js';

const asks = [tool('worker', { effect: 'once', agent: { name: 'worker', field: 'input' } })];
const spent = { inputTokens: 700, outputTokens: 7, totalTokens: 707, cost: 2 };
const below = { ...TOTALS, usage: spent, counts: { ok: 3, skipped: 1 }, below: { turns: 1, toolCalls: 4 } };

/** A turn whose three calls are turns: one completed, one failed, one terminated. */
function asking(): History {
  const history = new History(undefined, asks).step(1, [call('a', 'worker'), call('b', 'worker'), call('c', 'worker')]);
  const [a, b, c] = [0, 1, 2].map((position) => history.subTurn(`turn-1/1.${position}`)) as [number, number, number];
  for (const id of [a, b, c]) history.start(id);
  const error = { code: 'refusal', message: 'no', retryable: false };
  return history
    .complete(a, end({ outcome: 'completed', output: 'A', ...below }))
    .fail(b, {
      kind: 'application',
      type: FAILURE.turn,
      message: 'refusal: no',
      details: end({ outcome: 'failed', error, ...below }),
    })
    .fail(c, { kind: 'terminated', message: 'its turn was terminated' });
}

test('a turn that is terminated tells of its sub-agents what they told it, and counts what they spent', () => {
  const view = turnView(asking().close('terminated', { reason: 'a test' }).facts);
  expect(view.calls.map(({ outcome, output, usage }) => [outcome, output, usage?.totalTokens])).toEqual([
    ['ok', 'A', 707],
    ['error', 'Error: the agent failed: refusal: no', 707],
    ['interrupted', expect.stringContaining('was terminated before it ended'), undefined],
  ]);
  expect(view.result).toMatchObject({
    outcome: 'failed',
    counts: { ok: 1, error: 1, interrupted: 1 },
    usage: { totalTokens: 15 + 2 * 707, cost: 4 },
    below: { turns: 4, toolCalls: 14 },
  });
});

test('what was read of a turn that told nothing counts, too; while the turn runs its totals say so', () => {
  const history = asking();
  const reading = history.schedule('spent:1.2', 'readSpent');
  history.start(reading).complete(reading, { usage: spent, turns: 1, toolCalls: 2 });
  const { calls, totals, result } = turnView(history.facts);
  expect(result).toBeUndefined();
  expect(calls[2]).toMatchObject({ state: 'running', usage: spent });
  expect(totals).toMatchObject({ usage: { totalTokens: 15 + 3 * 707, cost: 6 }, below: { turns: 5, toolCalls: 16 } });
});

test('a turn that was handed over and then terminated says to whom', () => {
  const history = new History(undefined, [tool('transfer_to_other', { handoff: 'other' })]);
  history.step(1, [call('a', 'transfer_to_other')]);
  const own = [{ id: 'o', step: 1, position: 0, callId: 'a', outcome: 'ok', output: 'over' }] as const;
  const asked = history.ask(2, { agent: 'other', own });
  const { result } = turnView(history.start(asked).complete(asked, answer([])).close('terminated').facts);
  expect(result).toMatchObject({ outcome: 'failed', agent: 'other' });
});
