/** What a model was sent at a step: compacted by the last compaction before it, and by none that came later. */
import { sentAt, sentBefore } from '../../src/history/sent-before.js';
import type { CompactionView, TurnView } from '../../src/history/turn-view.js';

const said = (id: string, step: number) => ({ id, step, item: { type: 'message', role: 'user', content: id } });
const compaction = (number: number, step: number, keptFrom: number, state: CompactionView['state'] = 'done') => ({
  number,
  step,
  keptFrom,
  state,
  ...(state === 'done' && { id: `sum${number}`, summary: `Summary ${number}.` }),
});
const entries = [said('input', 0), said('one', 1), said('two', 2), said('three', 3), said('four', 4), said('five', 5)];
const compactions = [compaction(1, 2, 2), compaction(2, 3, 3, 'failed'), compaction(3, 4, 4)];
const turn = { entries, compactions } as unknown as TurnView;
const idsAt = (step: number) => sentBefore(turn, sentAt(turn, step)).map(({ id }) => id);

test('each step has what was sent there', () => {
  expect(idsAt(1)).toEqual(['input']);
  expect(idsAt(2)).toEqual(['input', 'one']);
  expect(idsAt(3)).toEqual(['input', 'sum1', 'two']);
  expect(idsAt(4)).toEqual(['input', 'sum1', 'two', 'three']);
  expect(idsAt(5)).toEqual(['input', 'sum3', 'four']);
});

test('a compaction that came after somebody looked changes nothing of what they saw', () => {
  const before = { entries, compactions: compactions.slice(0, 2) } as unknown as TurnView;
  const at = sentAt(before, 5);
  expect(sentBefore(turn, at)).toEqual(sentBefore(before, at));
  expect(sentBefore(turn, at).map(({ id }) => id)).toEqual(['input', 'sum1', 'two', 'three', 'four']);
});
