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

/** Most steps between one compaction that failed or didn't help and the next. */
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
  if (!given.outgrown || answered === 0) return undefined;
  const first = transcript.entries[firstKept(transcript.entries.slice(0, answered), given.outgrown)];
  return first && { number: 1, keptFrom: 1, keptId: first.id, tokens: given.outgrown.tokens };
}

/** What the next turn of a conversation is to begin with a compaction for; undefined while there is room. */
export function outgrown(state: TurnState): Outgrown | undefined {
  const { compaction } = state.agent;
  const tokens = compaction ? tokensOf(state) : 0;
  return compaction && tokens >= compaction.atTokens ? { ...compaction, tokens } : undefined;
}

/** As the last model call told them, and what came since; else all of it, estimated. */
function tokensOf({ progress, transcript: { entries }, answered }: TurnState): number {
  const told = progress.compactions?.tokens ?? 0;
  return told > 0 ? told + estimateTokens(entries.slice(answered)) : estimateTokens(entries);
}

/** Compacts the transcript. Where that fails the turn goes on with it as it is. */
export async function compact(state: TurnState, due: CompactionDue, effects: TurnEffects): Promise<void> {
  const leftMs = Math.min(state.endsAt(effects.now()) - effects.now(), MOST_MS);
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

function madeWith({ before, after }: CompactOutput, step: number, made: CompactionsMade | undefined): CompactionsMade {
  return { times: (made?.times ?? 0) + 1, step, before, after };
}
