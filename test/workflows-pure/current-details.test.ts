/** What Temporal UI shows of a turn's calls, also while their step is under way. */
import { toolCallsOf } from '../../src/protocol/tool-call.js';
import { currentDetails } from '../../src/workflows/current-details.js';
import { call } from '../protocol/items.js';
import { answer, state } from './policies.js';

const rowsOf = (turn: ReturnType<typeof state>) => currentDetails(turn).split('\n').slice(4);

test('a call that ended shows its outcome before its siblings end', () => {
  const turn = state();
  const calls = toolCallsOf(turn.addAnswer(answer('a', [call('x'), call('y'), call('z'), call('w')])));
  turn.addCalls(calls);
  expect(rowsOf(turn)).toEqual(['x', 'y', 'z', 'w'].map((_, i) => `| 1.${i} | f | open |`));
  const { calls: open } = turn.people;
  const [first, second, third] = calls.slice(0, 3).map((each) => open.enter(each, 0));
  open.settle(calls[3]!, 'unknown_tool');
  open.leave(first!, 'error', 1);
  expect(rowsOf(turn).map((row) => row.split(' | ')[2])).toEqual(['error |', 'open |', 'open |', 'unknown_tool |']);
  open.leave(second!, 'denied', 2);
  open.leave(third!, 'ok', 2);
  const replies = ['error', 'denied', 'ok', 'unknown_tool'] as const;
  let n = 0;
  turn.addResults(
    calls,
    replies.map((outcome) => ({ outcome, output: '' })),
    () => `r${(n += 1)}`,
  );
  expect(rowsOf(turn).map((row) => row.split(' | ')[2])).toEqual(replies.map((outcome) => `${outcome} |`));
  // Nothing is kept of a step that is over.
  expect(open.stateOf(calls[0]!)).toBe('open');
});
