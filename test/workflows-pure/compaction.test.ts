/** What a turn knows of its compactions: how they went, what they cost, and what of its transcript was there before it. */
import type { TurnInput } from '../../src/contract/turn.js';
import type { Outgrown } from '../../src/protocol/compaction.js';
import type { Entry } from '../../src/protocol/entry.js';
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

const OUTGROWN = { atTokens: 1_000, keep: 2, tokens: 1_200, durationMs: 60_000 };
const BEFORE = ['first', 'second', 'third'].flatMap((id) => [said(id, 0), said(`${id}, answered`, 1)]);

function turnAfter(outgrownBefore: Outgrown, before = BEFORE): TurnState {
  return new TurnState('a', [said('now', 0)], 0, { outgrown: outgrownBefore }, before);
}

function dueOf(state: TurnState): CompactionDue {
  const found = compactionDue(state, 0);
  if (!found) throw new Error('nothing is due');
  return found;
}

test('a turn after one that outgrew the bound begins with a compaction: the turns before but the last, and nothing of its own', async () => {
  const state = turnAfter(OUTGROWN);
  const atFirst = dueOf(state);
  expect(atFirst).toEqual({ number: 1, keptFrom: 1, keptId: 'second', tokens: 1_200 });
  await compacted(state, made, atFirst);
  const sent = ['sum', 'second', 'second, answered', 'third', 'third, answered', 'now'];
  expect(state.transcript.entries.map(({ id }) => id)).toEqual(sent);
  expect(state.carry().before).toBe(5);
  // The next model call still tells which of it the turn was asked.
  expect(state.reference().ids).toEqual(['now']);
  expect(compactionDue(state, 0)).toBeUndefined();
});

test('it may take half of the time that a turn has', async () => {
  const given: number[] = [];
  const effects = {
    now: () => 0,
    changed: () => undefined,
    compact: async (_: unknown, leftMs: number) => void given.push(leftMs),
  };
  const state = turnAfter(OUTGROWN);
  await compact(state, dueOf(state), effects as unknown as TurnEffects);
  const limited = new TurnState(
    'a',
    [said('now', 0)],
    0,
    { outgrown: OUTGROWN, limits: { durationMs: 4_000 } },
    BEFORE,
  );
  await compact(limited, dueOf(limited), effects as unknown as TurnEffects);
  expect(given).toEqual([30_000, 2_000]);
});

test.each<[string, TurnInput['outgrown'], Entry[]]>([
  ['the turn before had room', undefined, BEFORE],
  ['there is no turn before', OUTGROWN, []],
  ['all of it is small: the tokens are of other things', { ...OUTGROWN, keep: 3 }, BEFORE],
  ['there is only a summary to sum up', OUTGROWN, [said('summary', 1), ...BEFORE.slice(2)]],
  ['the last was in vain', { ...OUTGROWN, wait: 2, skip: 1 }, BEFORE],
])('a turn does not begin with a compaction when %s', (_, told, before) => {
  const given = told ? { outgrown: told } : {};
  expect(compactionDue(new TurnState('a', [said('now', 0)], 0, given, before), 0)).toBeUndefined();
});

/** What a turn of one answer says at its end. */
function ended(totalTokens: number, text = 'x', state = new TurnState('a', [said('asked', 0)], 0)) {
  state.load(agent({ compaction: { atTokens: 1_000, keep: 2 } }));
  state.addAnswer({ ...answer('a', [message('assistant', text)]), usage: { ...usage, totalTokens } });
  return outgrown(state);
}

test('a turn says at its end whether its last model call came to the bound, whether the service counts tokens or not', () => {
  expect(ended(999)).toBeNull();
  expect(ended(1_000)).toMatchObject({ atTokens: 1_000, keep: 2, tokens: 1_000, durationMs: expect.any(Number) });
  expect(ended(0)).toBeNull();
  expect(ended(0, 'x'.repeat(4_000))?.tokens).toBeGreaterThan(1_000);
  expect(outgrown(new TurnState('none', [said('asked', 0)], 0))).toBeUndefined();
});

test('after one in vain 1, 2, 4, … at most 32 turns are left out, and none after one that helped', async () => {
  const pauses: number[] = [];
  let told: Outgrown = OUTGROWN;
  for (let turn = 0; turn < 100; turn += 1) {
    const state = turnAfter(told);
    const found = compactionDue(state, 0);
    if (found) await compacted(state, undefined, found);
    told = ended(1_500, 'x', state)!;
    if (found) pauses.push(told.skip!);
  }
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 32]);
  const state = turnAfter({ ...OUTGROWN, wait: 8, skip: 0 });
  await compacted(state, { ...made, after: { entries: 3, tokens: 200 } }, dueOf(state));
  expect(ended(1_500, 'x', state)).not.toHaveProperty('wait');
});

test('a turn that failed before its first answer leaves to the next what it could not do itself', async () => {
  const state = turnAfter(OUTGROWN);
  await compacted(state, undefined, dueOf(state));
  expect(outgrown(state)).toEqual({ ...OUTGROWN, wait: 1, skip: 1 });
  const done = turnAfter(OUTGROWN);
  await compacted(done, made, dueOf(done));
  expect(outgrown(done)).toBeNull();
});
