/** What the server says of open activities, joined to what history tells. */
import { withPending } from '../../src/history/pending.js';
import { turnView } from '../../src/history/turn-fold.js';
import { call, History } from './facts.js';

const seconds = 1_700_000_100 as never;

function running() {
  const history = new History().step(1, [call('a'), call('b')]);
  const first = history.schedule('1.0:a');
  history.start(first, 2).fail(first, { kind: 'application', message: 'stopped' });
  history.schedule('1.0:a');
  history.schedule('1.1:b');
  return turnView(history.facts);
}

test('attempts of an open call add up with those of its earlier activities', () => {
  const view = withPending(running(), [
    { activityId: '1.0:a', attempt: 3, lastStartedTime: { seconds }, lastFailure: { message: 'again' } },
    { activityId: '1.1:b', attempt: 1 },
  ]);
  expect(view.calls.map((c) => [c.attempts, c.startedAt, c.lastFailure])).toEqual([
    [5, 1_700_000_100_000, 'again'],
    // Scheduled, and no worker has taken it.
    [0, undefined, undefined],
  ]);
  expect(view.steps[0]?.calls).toEqual(view.calls);
});

test('a model call that is open', () => {
  const history = new History();
  history.ask(1);
  const view = withPending(turnView(history.facts), [
    { activityId: 'model:1', attempt: 4, lastStartedTime: { seconds } },
  ]);
  expect(view.steps[0]).toMatchObject({ attempts: 4, startedAt: 1_700_000_100_000 });
});
