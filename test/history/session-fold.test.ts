/** What a session's history tells while a turn of it is over and its words are not yet taken in. */
import { ADOPT_ENTRIES } from '../../src/contract/names.js';
import type { HistoryFact } from '../../src/history/history-fact.js';
import { SessionFold } from '../../src/history/session-fold.js';

const turnId = 's/1';

function ended(): SessionFold {
  const fold = new SessionFold('s', 'run');
  fold.applyOwn({ type: 'turn-begun', turnId });
  fold.applyOwn({ type: 'turn-ended', turnId, how: 'completed' });
  fold.apply({ type: 'activity-scheduled', eventId: 20, name: ADOPT_ENTRIES } as HistoryFact);
  return fold;
}

const page = (next?: number) =>
  ({
    type: 'activity-completed',
    scheduled: next === undefined ? 26 : 20,
    result: { entries: [{ id: `e${next ?? 'last'}`, item: {} }], ...(next !== undefined && { next }) },
  }) as unknown as HistoryFact;

test('a turn stays open after its end, until the last page of it is taken in', () => {
  const fold = ended();
  expect(fold.view()).toMatchObject({ openTurnId: turnId, turns: [], entries: [] });
  fold.apply(page(1));
  fold.apply({ type: 'activity-scheduled', eventId: 26, name: ADOPT_ENTRIES } as HistoryFact);
  expect(fold.view()).toMatchObject({ openTurnId: turnId, entries: [] });
  fold.apply(page());
  expect(fold.view()).not.toHaveProperty('openTurnId');
  expect(fold.view().entries).toHaveLength(2);
});

test('a turn that is lost is open no more', () => {
  const fold = ended();
  fold.apply({ type: 'activity-failed', scheduled: 20 } as HistoryFact);
  expect(fold.view()).not.toHaveProperty('openTurnId');
});

test('what waits in a session that was closed never begins; in one that goes on in another run it waits', () => {
  const closed = (newRunId?: string) => {
    const fold = new SessionFold('s', 'run');
    fold.applyOwn({ type: 'message', eventId: 5, message: { id: 'm-1', agent: 'a', onBusy: 'queue', input: [] } });
    fold.applyOwn({ type: 'message-taken', accepted: 5, turn: 1 });
    fold.apply({ type: 'turn-closed', how: 'terminated', ...(newRunId && { newRunId }) } as HistoryFact);
    return fold.view();
  };
  expect(closed()).toMatchObject({ state: 'closed', turns: [{ turnId, state: 'not_started' }] });
  expect(closed('next').turns).toMatchObject([{ state: 'waiting' }]);
});
