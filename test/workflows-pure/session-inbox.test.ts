/** The rules of a session's messages: one turn for each id, in order, over renewals, and within bounds. */
import fc from 'fast-check';
import type { OnBusy, SessionMessage } from '../../src/contract/session.js';
import { message as said } from '../../src/protocol/item.js';
import { MOST_REMEMBERED, MOST_WAITING, SessionInbox } from '../../src/workflows/session-inbox.js';
import { isOverfull, renewalDue } from '../../src/workflows/session-renewal.js';

function message(id: string, onBusy: OnBusy = 'queue', text = id): SessionMessage {
  return { id, agent: 'shop', onBusy, input: [said('user', text)] };
}

test('whatever comes when: each id gets one turn, turns run once, in the order in which they were taken', () => {
  const id = fc.integer({ min: 0, max: 30 }).map((n) => `m-${n}`);
  const act = fc.oneof(
    fc.record({
      do: fc.constant('send' as const),
      id,
      onBusy: fc.constantFrom<OnBusy>('queue', 'reject', 'interrupt'),
    }),
    fc.record({ do: fc.constantFrom('begin' as const, 'end' as const, 'renew' as const) }),
  );
  fc.assert(
    fc.property(fc.array(act, { maxLength: 120 }), (acts) => {
      let inbox = new SessionInbox('shop');
      const turns = new Map<string, number>();
      const ran: number[] = [];
      for (const each of acts) {
        if (each.do === 'send') {
          const sent = message(each.id, each.onBusy);
          const busy = inbox.running !== undefined || inbox.hasWaiting;
          const refused = inbox.refusal(sent);
          expect(refused !== undefined).toBe(each.onBusy === 'reject' && busy && !turns.has(each.id));
          if (refused) continue;
          const { turn, isNew } = inbox.accept(sent);
          expect(isNew).toBe(!turns.has(each.id));
          expect(turns.get(each.id) ?? turn).toBe(turn);
          turns.set(each.id, turn);
        } else if (each.do === 'begin' && !inbox.running) {
          const next = inbox.next();
          if (next) ran.push(next.turn);
        } else if (each.do === 'end' && inbox.running) {
          inbox.over('completed');
        } else if (each.do === 'renew' && !inbox.running) {
          inbox = new SessionInbox('shop', JSON.parse(JSON.stringify(inbox.carried)) as typeof inbox.carried);
        }
      }
      for (let next = inbox.next(); next; next = inbox.next()) ran.push(next.turn);
      expect(ran).toEqual([...turns.values()].sort((a, b) => a - b));
      expect(ran).toEqual(ran.map((_, i) => i + 1));
      expect(inbox.waitingBytes).toBe(0);
    }),
    { numRuns: 300 },
  );
});

test('messages that wait are bounded, and ids are remembered for the last 1,000 turns', () => {
  const inbox = new SessionInbox('shop');
  for (let i = 0; i < MOST_WAITING; i++) inbox.accept(message(`m-${i}`));
  expect(inbox.refusal(message('one more'))).toMatchObject({ type: 'everycall.session_full' });
  expect(inbox.refusal(message('m-3'))).toBeUndefined();

  const long = new SessionInbox('shop');
  for (let i = 0; i <= MOST_REMEMBERED; i++) {
    long.accept(message(`m-${i}`));
    long.next();
    long.over('completed');
  }
  expect(long.carried.turns).toHaveLength(MOST_REMEMBERED);
  expect(long.turnOf('m-0')).toBeUndefined();
  expect(long.turnOf(`m-${MOST_REMEMBERED}`)).toBe(MOST_REMEMBERED + 1);
});

test('bytes that wait are bounded; another agent and an ended session are refused, what came before is not', () => {
  const inbox = new SessionInbox('shop');
  for (let i = 0; i < 4; i++) inbox.accept(message(`m-${i}`, 'queue', 'x'.repeat(1_900_000)));
  expect(inbox.refusal(message('m-4', 'queue', 'x'.repeat(1_900_000)))).toMatchObject({
    type: 'everycall.session_full',
  });
  expect(inbox.refusal({ ...message('other'), agent: 'bank' })?.message).toBe(
    'the session is of agent "shop", not "bank"',
  );
  inbox.end();
  expect(inbox.refusal(message('late'))).toMatchObject({ type: 'everycall.session_ending' });
  expect(inbox.refusal(message('m-0'))).toBeUndefined();
});

test('a message that a turn takes in has that turn; one that it can not take in is as if it had not come', () => {
  const inbox = new SessionInbox('shop');
  inbox.accept(message('m-1'));
  inbox.next();
  inbox.steered(message('m-2', 'steer'), 1);
  expect(inbox.accept(message('m-2'))).toEqual({ turn: 1, isNew: false });
  inbox.steered(message('m-3', 'steer'), 1);
  inbox.forget(message('m-3'));
  expect(inbox.accept(message('m-3'))).toEqual({ turn: 2, isNew: true });
});

test('a run is renewed on suggestion, but not before it has grown by what it began with; and before updates run out', () => {
  const size = { suggested: true, events: 100, bytes: 5_000_000, firstBytes: 4_000_000, messages: 5 };
  expect(renewalDue(size)).toBe(false);
  expect(renewalDue({ ...size, bytes: 8_000_000 })).toBe(true);
  expect(renewalDue({ ...size, bytes: 8_000_000, suggested: false })).toBe(false);
  expect(renewalDue({ ...size, events: 5_000 })).toBe(true);
  expect(renewalDue({ ...size, suggested: false, messages: 1_000 })).toBe(true);
  expect(isOverfull(size)).toBe(false);
  expect(isOverfull({ ...size, bytes: 35_000_000 })).toBe(true);
});

test('a turn that is cancelled while it waits keeps its place, over a renewal too; another one is left as it is', () => {
  const inbox = new SessionInbox('shop');
  ['m-1', 'm-2', 'm-3'].forEach((id) => inbox.accept(message(id)));
  inbox.next();
  inbox.cancel(2);
  inbox.cancel(2);
  inbox.cancel(1);
  inbox.cancel(9);
  const next = new SessionInbox('shop', JSON.parse(JSON.stringify(inbox.carried)) as typeof inbox.carried);
  for (const each of [inbox, next]) {
    expect(each.next()).toMatchObject({ turn: 2, id: 'm-2', cancelled: true });
    expect(each.next()).not.toHaveProperty('cancelled');
    expect(each.waitingBytes).toBe(0);
  }
});
