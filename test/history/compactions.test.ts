/** What history tells of compactions: those that were made, failed, or were under way as the turn ended, and what they cost. */
import { compactionLines } from '../../src/cli/turn-text.js';
import { turnJson } from '../../src/cli/turn-json.js';
import { turnView } from '../../src/history/turn-fold.js';
import { call, History } from './facts.js';

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
