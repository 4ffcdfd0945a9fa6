/** What people say and decide, as history tells it: each word once, each approval with its end, in old histories and new. */
import { saidBy, type Steer, type WaitingApproval } from '../../src/contract/people.js';
import { CallRecord } from '../../src/history/call-record.js';
import type { PeopleFact } from '../../src/history/history-fact.js';
import { PeopleRecord } from '../../src/history/people-record.js';
import { message, textOf } from '../../src/protocol/item.js';
import { call } from '../protocol/items.js';
import { callsOf } from '../workflows-pure/policies.js';

const steer = (digit: string, text: string): Steer => ({ id: digit.repeat(20), items: [message('user', text)] });
const said = (one: Steer): PeopleFact => ({ type: 'steered', eventId: 1, at: 1, steer: one });
const waiting = (position: number): WaitingApproval => ({
  approvalId: `t:1.${position}:${'0'.repeat(12)}`,
  step: 1,
  position,
  until: 1_000,
  otherwise: 'deny',
});

function record() {
  const calls = callsOf(call('a'), call('b'), call('c')).map((each) => new CallRecord(each));
  const people = new PeopleRecord((_step, position) => calls[position]);
  const left = () => people.approvals({ turnId: 't', agent: 'a' }).map(({ position }) => position);
  return { people, left };
}

test('what came too late for the end follows what the end says; what was said before comes once', () => {
  const { people } = record();
  const [one, two, three] = [steer('1', 'one'), steer('2', 'two'), steer('3', 'three')];
  expect(people.apply(said(one))).toMatchObject([{ type: 'steered', text: 'one' }]);
  expect(people.apply(said(one))).toEqual([]);
  people.say(1, saidBy(one));
  people.apply(said(one));
  people.apply(said(two));
  people.apply(said(three));
  people.end(2, saidBy(two));
  expect(people.entries(1).map(({ item }) => textOf(item))).toEqual(['one']);
  expect(people.entries(2).map(({ item }) => textOf(item))).toEqual(['two', 'three']);
});

test.each<[string, readonly Partial<PeopleFact & { type: 'waiting' }>[]]>([
  [
    'by what has changed',
    [
      { asked: [waiting(0), waiting(1)], over: [] },
      { asked: [waiting(2)], over: [waiting(0).approvalId] },
    ],
  ],
  [
    'by all that waits',
    [
      { asked: [waiting(0), waiting(1)], over: 'others' },
      { asked: [waiting(1), waiting(2)], over: 'others' },
    ],
  ],
])('what waits is told %s', (_how, facts) => {
  const { people, left } = record();
  const events = facts.map((fact, i) =>
    people.apply({ type: 'waiting', eventId: i, at: 2_000, asked: [], over: [], ...fact }).map(({ type }) => type),
  );
  expect(events).toEqual([
    ['approval-requested', 'approval-requested'],
    // It is past its deadline, and no person answered.
    ['approval-decided', 'approval-requested'],
  ]);
  expect(left()).toEqual([1, 2]);
  people.apply({ type: 'waiting', eventId: 9, at: 2_000, asked: [], over: 'others' });
  expect(left()).toEqual([]);
});

test('a decision that a reset has admitted counts once the turn accepts it, and not before', () => {
  const { people, left } = record();
  people.apply({ type: 'waiting', eventId: 1, at: 1, asked: [waiting(0)], over: [] });
  const decision = { approvalId: waiting(0).approvalId, verdict: 'deny', reason: 'no', by: 'ann' } as const;
  const fact = { type: 'deciding', eventId: 2, at: 2, decision } as const;
  people.apply({ type: 'admitted', eventId: 2, at: 2, updateId: 'u', fact });
  expect(people.apply({ type: 'update-ended', eventId: 3, at: 3, accepted: 2, ok: true })).toEqual([]);
  expect(left()).toEqual([0]);
  people.apply({ type: 'accepted', eventId: 4, at: 4, updateId: 'u' });
  const ended = people.apply({ type: 'update-ended', eventId: 5, at: 5, accepted: 4, ok: true });
  expect(ended).toMatchObject([{ type: 'approval-decided', verdict: 'deny', by: 'ann' }]);
  expect(left()).toEqual([]);
});
