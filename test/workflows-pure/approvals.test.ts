/** Where approvals stand, as whoever looks at the turn in Temporal UI is told, and what is refused as no decision at all. */
import type { Decision, WaitingApproval } from '../../src/contract/people.js';
import { toolCallsOf } from '../../src/protocol/tool-call.js';
import { currentDetails } from '../../src/workflows/current-details.js';
import type { Refusal } from '../../src/workflows/refusal.js';
import { call } from '../protocol/items.js';
import { answer, state, tool } from './policies.js';

/** A turn whose calls wait for a person: what it tells, and its alarms, by call. */
function asking(...names: string[]) {
  const turn = state();
  const calls = toolCallsOf(
    turn.addAnswer(
      answer(
        'a',
        names.map((name, n) => call(`c${n}`, name)),
      ),
    ),
  );
  turn.addCalls(calls);
  const alarms: (() => void)[] = [];
  let told: readonly WaitingApproval[] = [];
  let changes = 0;
  const effects = {
    turnId: 't',
    newId: () => 'n'.repeat(20),
    now: () => 0,
    alarm: (_ms: number, fire: () => void) => {
      alarms.push(fire);
      return () => undefined;
    },
    waiting: (approvals: readonly WaitingApproval[]) => (told = approvals),
    changed: () => (changes += 1),
  };
  const { approvals, calls: open } = turn.people;
  const verdicts = calls.map((each) => {
    const policy = tool(each.name, { approval: { when: 'always', deadlineMs: 1_000, otherwise: 'approve' } });
    return approvals.ask({ call: each, policy, args: {} }, open.enter(each, 0), effects);
  });
  const ids = told.map(({ approvalId }) => approvalId);
  const decide = (i: number, more: object, args?: unknown) =>
    approvals.decide({ approvalId: ids[i]!, ...more } as Decision, args, effects.newId);
  return { turn, calls, alarms, changes: () => changes, verdicts, ids, approvals, decide, told: () => told };
}

test('the table of Temporal UI says what waits and who decided; a name can not break it', async () => {
  const { turn, calls, alarms, verdicts, decide } = asking('a', 'b', 'c', 'd', 'e');
  expect(currentDetails(turn)).toContain('| 1.0 | a | open, waits for a person |');
  decide(0, { verdict: 'approve', by: 'Jörg <j@x.org>|\n' });
  decide(1, { verdict: 'deny', reason: 'no' });
  decide(2, { verdict: 'approve', by: 'ann' }, { other: 1 });
  alarms[3]!();
  turn.people.calls.find({ step: 1, position: 4 })!.cancel();
  expect(await Promise.all(verdicts)).toMatchObject([
    { args: {} },
    { outcome: 'denied' },
    { args: { other: 1 } },
    { args: {} },
    { outcome: 'cancelled' },
  ]);
  turn.addResults(
    calls,
    ['ok', 'denied', 'ok', 'ok', 'cancelled'].map((outcome) => ({ outcome: outcome as 'ok', output: '' })),
    () => 'id',
  );
  expect(currentDetails(turn).split('\n').slice(4)).toEqual([
    '| 1.0 | a | ok, approved by Jörg _j@x.org___ |',
    '| 1.1 | b | denied, by a person |',
    '| 1.2 | c | ok, changed and approved by ann |',
    '| 1.3 | d | ok, approved by its deadline |',
    '| 1.4 | e | cancelled |',
  ]);
});

test('each moment of an approval is told', () => {
  const { changes, told, decide } = asking('a', 'b');
  expect(changes()).toBe(2);
  decide(0, { verdict: 'deny', reason: 'no' });
  expect(changes()).toBe(3);
  expect(told()).toHaveLength(1);
});

test.each<object | null>([
  null,
  {},
  { verdict: 'deny' },
  { verdict: 'deny', reason: 5 },
  { verdict: 'approved' },
  { verdict: 'approve', by: 5 },
  { approvalId: 7, verdict: 'approve' },
])('%j is no decision, and changes nothing', (decision) => {
  const { approvals, ids, told } = asking('a');
  const given = decision && { approvalId: ids[0], ...decision };
  expect(() => approvals.check(given as Decision)).toThrow(
    expect.objectContaining({ name: 'Refusal', code: 'malformed' } satisfies Partial<Refusal>) as Error,
  );
  expect(told()).toHaveLength(1);
});

test('what was asked in an earlier run of the turn was decided', () => {
  const { approvals, ids } = asking('a');
  approvals.overUpTo = 1;
  const code = (approvalId: string) => {
    try {
      approvals.check({ approvalId, verdict: 'approve' });
      return undefined;
    } catch (error) {
      return (error as Refusal).code;
    }
  };
  // One that waits is not of an earlier run, whatever its number.
  expect(code(ids[0]!)).toBeUndefined();
  expect(code(`t:1.3:${'0'.repeat(12)}`)).toBe('approval_decided');
  expect(code(`t:2.0:${'0'.repeat(12)}`)).toBe('approval_unknown');
});
