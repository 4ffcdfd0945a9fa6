/** What history tells of compactions: those that were made, failed, or were under way as the turn ended, and what they cost. */
import { compactionLines } from '../../src/cli/turn-text.js';
import { turnJson } from '../../src/cli/turn-json.js';
import { noProgress } from '../../src/contract/progress.js';
import { turnView } from '../../src/history/turn-fold.js';
import { call, History, START } from './facts.js';

const usage = { inputTokens: 90, outputTokens: 10, totalTokens: 100 };
const from = { service: 'http://127.0.0.1', model: 'm-1', api: 'chat' } as const;
const before = { entries: 25, tokens: 6_000 };
const after = { entries: 9, tokens: 1_200 };
const refusal = { kind: 'application', message: 'the model gave no summary\u001b[31m', details: { usage } } as const;

/** Two steps, a compaction that was made after the first and one that failed after the second. */
function compacted(): History {
  const history = new History().step(1, [call('a')]).ran('1.0:a', 'A');
  const made = history.compact(1);
  history.complete(made, { id: 's1', text: 'Sum.', from, usage, before, after });
  history.step(2, [call('b')], { ids: ['result-1.0:a'] }).ran('2.0:b', 'B');
  return history.fail(history.compact(2, { ids: ['result-2.0:b'] }), refusal);
}

test('each has its state, its sizes and its tokens, which count also where they were spent in vain', () => {
  const view = turnView(compacted().close('terminated').facts);
  expect(view.compactions).toMatchObject([
    { number: 1, step: 1, state: 'done', summary: 'Sum.', before, after, usage },
    { number: 2, step: 2, state: 'failed', failure: refusal.message, usage },
  ]);
  expect(view.result!.usage.totalTokens).toBe(2 * 15 + 2 * 100);
  const running = turnJson(turnView(compacted().facts));
  expect(running.usage.totalTokens).toBe(2 * 15 + 2 * 100);
  expect(running.compactions).toHaveLength(2);
});

test('one that was under way as the turn ended came to nothing', () => {
  const history = compacted();
  history.compact(3);
  const running = turnView(history.facts).compactions![2];
  expect(running).toMatchObject({ state: 'running' });
  const ended = turnView(history.close('terminated').facts);
  expect(ended.compactions![2]).toMatchObject({ state: 'failed', endedAt: ended.closedAt });
});

test('events of the next run have numbers of their own: none of them ends a compaction of the run before', () => {
  const first = compacted();
  const numbers = first.facts.flatMap((fact) => (fact.type === 'activity-scheduled' ? [fact.eventId] : []));
  const { policy: agent, steps } = turnView(first.facts);
  const progress = { ...noProgress(START), steps: steps.length };
  const carried = { run: 2, progress, agent: agent!, transcript: { entries: [] }, after: { length: 0, head: '' } };
  const next = new History();
  Object.assign(next.facts[0]!, { runId: 'run-2', input: { agent: 'shop', input: [], carried } });
  for (let step = 3; step < 12; step += 1) next.step(step, [call(`c${step}`)]).ran(`${step}.0:c${step}`, 'C');
  expect(next.facts.some((fact) => fact.type === 'activity-completed' && numbers.includes(fact.scheduled))).toBe(true);
  const view = turnView([...first.close('continued_as_new').facts, ...next.facts]);
  expect(view.steps).toHaveLength(11);
  expect(view.calls.every(({ outcome }) => outcome === 'ok')).toBe(true);
  expect(view.compactions).toMatchObject([{ summary: 'Sum.' }, { state: 'failed' }]);
});

test('show has a line for each of the last ten, safe to print', () => {
  expect(compactionLines({})).toEqual([]);
  expect(compactionLines(turnView(compacted().facts))).toEqual([
    '1 compacted: 25 entries, 6000 tokens → 9 entries, about 1200 tokens',
    '2 compaction failed: the model gave no summary',
  ]);
  const many = Array.from(
    { length: 12 },
    (_, n) => ({ number: n, step: n, keptFrom: n, state: 'running', scheduledAt: 0 }) as const,
  );
  const lines = compactionLines({ compactions: many });
  expect(lines).toHaveLength(11);
  expect(lines.slice(0, 2)).toEqual(['2 compactions before these', '2 compaction running']);
});
