/** What a turn knows of its compactions: how they went, what they cost, and what of its transcript was there before it. */
import { message } from '../../src/protocol/item.js';
import { compact, compactionDue, outgrown, type CompactionDue } from '../../src/workflows/compaction.js';
import { currentDetails } from '../../src/workflows/current-details.js';
import type { TurnEffects } from '../../src/workflows/turn-effects.js';
import { TurnState } from '../../src/workflows/turn-state.js';
import { agent, answer } from './policies.js';

const usage = { inputTokens: 90, outputTokens: 10, totalTokens: 100 };
const made = {
  id: 'sum',
  text: 'Sum.',
  from: { service: 's', model: 'm', api: 'chat' },
  usage,
  before: { entries: 6, tokens: 6_000 },
  after: { entries: 3, tokens: 1_200 },
} as const;
const due = { number: 1, keptFrom: 3, tokens: 6_000 };

const said = (id: string, step: number) => ({ id, step, item: message(step === 0 ? 'user' : 'assistant', id) });

/** A turn of three steps in a conversation that had said something before. */
function turnIn(before = [said('earlier', 0), said('answered', 1)]): TurnState {
  const policy = agent({ compaction: { atTokens: 1_000, keep: 1 } });
  const state = new TurnState(policy.name, [said('asked', 0)], 0, {}, before);
  state.load(policy);
  for (const step of ['a', 'b', 'c']) state.addAnswer(answer(step, [message('assistant', step)]));
  return state;
}

const compacted = (state: TurnState, reply: Awaited<ReturnType<TurnEffects['compact']>>, what: CompactionDue = due) =>
  compact(state, what, {
    now: () => 0,
    changed: () => undefined,
    compact: async () => reply,
  } as unknown as TurnEffects);

test('what the turn went on from is part of the summary, so that nothing is cut off its own entries for it', async () => {
  const state = turnIn();
  expect(state.carry().before).toBe(2);
  await compacted(state, made);
  const { before, transcript } = state.carry();
  expect(before).toBeUndefined();
  expect('entries' in transcript && transcript.entries.map(({ id }) => id)).toEqual(['asked', 'sum', 'c0']);
});

test('the current details say how often, and what came of the last one', async () => {
  const state = turnIn();
  expect(currentDetails(state)).not.toContain('compacted');
  await compacted(state, made);
  expect(currentDetails(state)).toContain(
    '\n\ncompacted once, after step 3: 6 entries, 6000 tokens → 3 entries, about 1200 tokens\n\n| step',
  );
  expect(state.carry().progress.compactions!.made).toEqual({
    times: 1,
    step: 3,
    before: made.before,
    after: made.after,
  });
});

test('one in vain leaves the transcript as it was; its tokens count, and the last one that was made is still told', async () => {
  const state = turnIn();
  await compacted(state, made);
  const { entries } = state.transcript;
  const before = state.progress.usage.totalTokens;
  await compacted(state, { usage });
  await compacted(state, undefined);
  expect(state.transcript.entries).toBe(entries);
  expect(state.progress.usage.totalTokens).toBe(before + 100);
  expect(state.progress.compactions).toMatchObject({ wait: 8, made: { times: 1 } });
});

test('a turn after one that outgrew the bound begins with a compaction: the turns before but the last, and nothing of its own', async () => {
  const before = [
    said('first', 0),
    said('one', 1),
    said('second', 0),
    said('two', 1),
    said('third', 0),
    said('three', 1),
  ];
  const given = { outgrown: { atTokens: 1_000, keep: 2, tokens: 1_200 } };
  const state = new TurnState('a', [said('now', 0)], 0, given, before);
  const atFirst = compactionDue(state, 0)!;
  expect(atFirst).toEqual({ number: 1, keptFrom: 1, keptId: 'second', tokens: 1_200 });
  await compacted(state, made, atFirst);
  const sent = ['sum', 'second', 'two', 'third', 'three', 'now'];
  expect(state.transcript.entries.map(({ id }) => id)).toEqual(sent);
  expect(state.carry().before).toBe(5);
  // The next model call still tells which of it the turn was asked.
  expect(state.reference().ids).toEqual(['now']);
  expect(compactionDue(state, 0)).toBeUndefined();
});

test.each([
  ['the turn before had room', { context: true }, [said('first', 0), said('one', 1)]],
  ['there is no turn before', { outgrown: { atTokens: 1_000, keep: 2, tokens: 1_200 } }, []],
])('a turn does not begin with a compaction when %s', (_, given, before) => {
  expect(compactionDue(new TurnState('a', [said('now', 0)], 0, given, before), 0)).toBeUndefined();
});

test('a turn says at its end that its last model call came to the bound, whether the service counts tokens or not', () => {
  const ended = (totalTokens: number, text: string) => {
    const policy = agent({ compaction: { atTokens: 1_000, keep: 4 } });
    const state = new TurnState(policy.name, [said('asked', 0)], 0);
    state.load(policy);
    state.addAnswer({ ...answer('a', [message('assistant', text)]), usage: { ...usage, totalTokens } });
    return outgrown(state);
  };
  expect(ended(999, 'x')).toBeUndefined();
  expect(ended(1_000, 'x')).toEqual({ atTokens: 1_000, keep: 4, tokens: 1_000 });
  expect(ended(0, 'x')).toBeUndefined();
  expect(ended(0, 'x'.repeat(4_000))?.tokens).toBeGreaterThan(1_000);
  expect(outgrown(new TurnState('none', [said('asked', 0)], 0))).toBeUndefined();
});
