/**
 * When a turn's transcript is compacted, and what becomes of it. Rules: only between steps, or before the first of a session's
 * turn; one that fails or doesn't help never fails the turn, and the next waits twice as many steps; nothing of it happens
 * unless the agent asks for it.
 */
import { NO_COMPACTIONS, type CompactInput, type CompactionsMade, type CompactOutput } from '../contract/compact.js';
import { withCompaction } from '../contract/progress.js';
import { estimateTokens, firstKept, type Outgrown } from '../protocol/compaction.js';
import { limitReached } from '../protocol/limit.js';
import type { TurnEffects } from './turn-effects.js';
import type { TurnState } from './turn-state.js';

/** Most steps, or turns, between one compaction that failed or didn't help and the next. */
const MOST_WAIT = 32;
/** A summary is made in minutes, or later. */
const MOST_MS = 30 * 60_000;

/** What a compaction is asked for, beside the transcript. */
export type CompactionDue = Pick<CompactInput, 'number' | 'keptFrom' | 'keptId' | 'tokens'>;

/** The compaction that is due now, if one is. Costs nothing where the agent has none. */
export function compactionDue(state: TurnState, now: number): CompactionDue | undefined {
  const { agent, progress } = state;
  const { tried, triedAt, wait } = progress.compactions ?? NO_COMPACTIONS;
  if (progress.steps === 0 && tried === 0) return dueAtFirst(state);
  const policy = agent.compaction;
  if (!policy) return undefined;
  const keptFrom = progress.steps - policy.keep + 1;
  // The first step that stays must leave one to sum up.
  if (keptFrom < 2 || progress.steps - triedAt < wait) return undefined;
  const tokens = tokensOf(state);
  if (tokens < policy.atTokens || limitReached(state.spent(now), agent.limits)) return undefined;
  return { number: tried + 1, keptFrom, tokens };
}

/** Turns of few steps are never compacted in their midst: the turn after them begins with it. */
function dueAtFirst({ given, transcript, answered }: TurnState): CompactionDue | undefined {
  const { outgrown: told } = given;
  if (!told || (told.skip ?? 0) > 0) return undefined;
  const at = firstKept(transcript.entries.slice(0, answered), told);
  const first = transcript.entries[at];
  // Of one entry there is nothing to sum up: it is a summary, or what was asked and never answered.
  return first && at > 1 ? { number: 1, keptFrom: 1, keptId: first.id, tokens: told.tokens } : undefined;
}

/**
 * What the next turn of a conversation is to begin with a compaction for: null while there is room, undefined where nothing
 * is compacted.
 */
export function outgrown(state: TurnState): Outgrown | null | undefined {
  const { agent, progress } = state;
  const { outgrown: told } = state.given;
  const { compaction } = agent;
  const pause = told && pauseAfter(told, progress.compactions);
  if (compaction) {
    const { durationMs } = agent.limits;
    const tokens = tokensOf(state);
    return tokens < compaction.atTokens ? null : { ...compaction, tokens, durationMs, ...pause };
  }
  if (!told) return undefined;
  // A turn that ended before it knew its agent has made nothing better, unless it was compacted.
  return agent.digest === '' && !progress.compactions?.made ? { ...told, ...pause } : null;
}

/** Turns to leave out from here: none unless the last compaction was in vain. */
function pauseAfter(told: Outgrown, { tried, made } = NO_COMPACTIONS): Pick<Outgrown, 'wait' | 'skip'> {
  const { wait = 0, skip = 0 } = told;
  if (skip > 0) return { wait, skip: skip - 1 };
  if (tried === 0) return { wait };
  if (made && made.after.tokens < told.atTokens) return {};
  const more = Math.min(Math.max(1, wait * 2), MOST_WAIT);
  return { wait: more, skip: more };
}

/** As the last model call told them, and what came since; else all of it, estimated. */
function tokensOf({ progress, transcript: { entries }, answered }: TurnState): number {
  const told = progress.compactions?.tokens ?? 0;
  return told > 0 ? told + estimateTokens(entries.slice(answered)) : estimateTokens(entries);
}

/** Compacts the transcript. Where that fails the turn goes on with it as it is. */
export async function compact(state: TurnState, due: CompactionDue, effects: TurnEffects): Promise<void> {
  const leftMs = Math.min(state.endsAt(effects.now()) - effects.now(), mostMs(state, due));
  const reply = await effects.compact({ ...state.reference(), ...due }, leftMs);
  const summary = reply?.text === undefined ? undefined : reply;
  const { progress } = state;
  const { made, ...past } = progress.compactions ?? NO_COMPACTIONS;
  const tried = {
    ...past,
    tried: due.number,
    triedAt: progress.steps,
    wait: Math.min(past.wait * 2, MOST_WAIT),
    ...(summary ? { made: madeWith(summary, progress.steps, made) } : made && { made }),
  };
  state.progress = withCompaction(progress, tried, reply?.usage);
  if (summary) state.compact(due, summary);
  effects.changed();
}

/** Before its first answer a turn doesn't know how long it may take: half of what the last one might is left to it. */
function mostMs({ given: { limits, outgrown: told } }: TurnState, { keptId }: CompactionDue): number {
  if (keptId === undefined || !told) return MOST_MS;
  return Math.min(MOST_MS, (limits?.durationMs ?? told.durationMs) / 2);
}

function madeWith({ before, after }: CompactOutput, step: number, made: CompactionsMade | undefined): CompactionsMade {
  return { times: (made?.times ?? 0) + 1, step, before, after };
}
