/**
 * How far a turn has come: its counts, in one small JSON object. Rule: whatever a turn counts stands here, so that it goes
 * along when the turn continues in another run. Types and pure steps from one such object to the next.
 */
import type { CompactionPolicy } from '../protocol/compaction.js';
import type { Entry } from '../protocol/entry.js';
import type { Limits } from '../protocol/limit.js';
import type { Outcome } from '../protocol/outcome.js';
import { nextRepeats, type Repeats } from '../protocol/repeats.js';
import type { ToolCall } from '../protocol/tool-call.js';
import { addUsage, NO_USAGE, type Usage } from '../protocol/usage.js';
import type { CallModelOutput } from './call-model.js';
import { compactionsAfter, type Compactions } from './compact.js';
import { hasMark } from './output-name.js';
import { boundRepairs, type Repair } from './repair.js';
import { addSpent, type SubTurnSpent, type TurnsBelow } from './sub-turn.js';

/** What a turn has counted so far, over all its runs. */
export interface Progress {
  /** When its first run began, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** Answers of the model. */
  readonly steps: number;
  /** Calls that the model asked for. */
  readonly toolCalls: number;
  /** Calls by outcome; a closed set, so no id is a key here. */
  readonly counts: Readonly<Partial<Record<Outcome, number>>>;
  readonly usage: Usage;
  /** Answers that were returned to the model since they did not fit. */
  readonly corrections: number;
  /** Model calls that ran by another version of the agent. */
  readonly agentChanged: number;
  /** Milliseconds in which nothing but people was waited for: they don't count towards the duration. */
  readonly waitedMs: number;
  /** Bounded: the first 100, and an entry that counts the others. */
  readonly repairs: readonly Repair[];
  /** What the last calls repeat; absent before the first ones. */
  readonly repeats?: Repeats;
  /** Outputs were cut, in this turn or before it, and their wholes can be read. */
  readonly reads?: true;
  /** The turn goes on from others: the names of its outputs are told apart from theirs. */
  readonly tagged?: true;
  /** How its compactions have gone; absent where the agent has none. */
  readonly compactions?: Compactions;
  /** Turns of sub-agents; absent when there were none. */
  readonly below?: TurnsBelow;
  /** Set once the turn was handed over. */
  readonly handed?: HandedOver;
}

/** What became of a turn that was handed over. */
export interface HandedOver {
  /** The agent that has it now. */
  readonly to: string;
  /** How often it was handed over. */
  readonly times: number;
  /** Those of the agent that it began with: they stay. */
  readonly limits: Limits;
}

/** The progress of a turn that begins now; `before` is what it goes on from. */
export function noProgress(startedAt: number, before: readonly Entry[] = []): Progress {
  const none = { steps: 0, toolCalls: 0, corrections: 0, agentChanged: 0, waitedMs: 0 };
  const outputs = before.length > 0 && { tagged: true as const, ...(before.some(hasMark) && { reads: true as const }) };
  return { startedAt, ...none, counts: {}, usage: NO_USAGE, repairs: [], ...outputs };
}

/** The progress after an answer of the model; `compaction` is the agent's, if it has one. */
export function withAnswer(progress: Progress, answer: CallModelOutput, compaction?: CompactionPolicy): Progress {
  const { compactions } = progress;
  return {
    ...progress,
    ...(compaction && { compactions: compactionsAfter(compactions, answer.usage.totalTokens, compaction) }),
    steps: progress.steps + 1,
    usage: addUsage(progress.usage, answer.usage),
    repairs: boundRepairs([...progress.repairs, ...(answer.repairs ?? [])]),
    agentChanged: progress.agentChanged + (answer.agentChanged ? 1 : 0),
  };
}

/** The progress once the last answer's calls are known. Repeats count under any agent: another may take the turn over. */
export function withCalls(progress: Progress, calls: readonly ToolCall[]): Progress {
  const toolCalls = progress.toolCalls + calls.length;
  return { ...progress, toolCalls, repeats: nextRepeats(progress.repeats ?? [], calls) };
}

/** The progress after a call has ended; `usage` is what the call itself used. */
export function withResult(progress: Progress, outcome: Outcome, usage: Usage = NO_USAGE): Progress {
  return {
    ...progress,
    usage: addUsage(progress.usage, usage),
    counts: { ...progress.counts, [outcome]: (progress.counts[outcome] ?? 0) + 1 },
  };
}

/** The progress after a sub-agent's turn has ended: what it spent counts for this turn. */
export function withSubTurn(progress: Progress, spent: SubTurnSpent): Progress {
  const { usage: own, below = { turns: 0, toolCalls: 0 } } = progress;
  const { usage, ...all } = addSpent({ usage: own, ...below }, spent);
  return { ...progress, usage, below: all };
}

/** The progress of a turn that goes on by another agent, within the limits that it has. */
export function handedOver(progress: Progress, to: string, limits: Limits): Progress {
  return { ...progress, handed: { to, times: (progress.handed?.times ?? 0) + 1, limits } };
}

/** The progress after a compaction was tried; `usage` is what it used. */
export function withCompaction(progress: Progress, compactions: Compactions, usage: Usage = NO_USAGE): Progress {
  return { ...progress, compactions, usage: addUsage(progress.usage, usage) };
}
