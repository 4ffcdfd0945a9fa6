/** What `run --json` and `show --json` print: one stable form, built from history. Pure. */
import type { ForkOrigin } from '../contract/fork-origin.js';
import { boundRepairs, type Repair } from '../contract/repair.js';
import type { TurnsBelow } from '../contract/sub-turn.js';
import type { TurnError, TurnResult } from '../contract/turn.js';
import type { HistorySize } from '../history/read-turn.js';
import type { CallApproval, CallView, CompactionView, EarlierSteps, TurnView } from '../history/turn-view.js';
import type { Item } from '../protocol/item.js';
import type { LimitName } from '../protocol/limit.js';
import type { EventCall } from '../history/turn-event.js';
import type { Outcome } from '../protocol/outcome.js';
import { NO_USAGE, type Usage } from '../protocol/usage.js';

/** One call in JSON. */
export interface CallJson extends EventCall {
  /** null while the call is open. */
  readonly outcome: Outcome | null;
  /** What the model was given; null while the call is open. */
  readonly output: string | null;
  readonly attempts: number;
  /** From its first scheduling to its end; null when it never started or is open. */
  readonly ms: number | null;
  /** Set on calls that waited, or wait, for a person: who decided, and how. */
  readonly approval?: CallApproval;
  /** Tokens that the call itself used, where it asked a model; part of the turn's usage. */
  readonly usage?: Usage;
  /** Citations of an isolated hosted tool as the service gave them. */
  readonly annotations?: readonly unknown[];
}

/** A turn in JSON. */
export interface TurnJson {
  readonly turnId: string;
  readonly agent: string;
  /** Where the turn was forked from another. */
  readonly forkOf?: ForkOrigin;
  /** Id of the schedule that started the turn. */
  readonly schedule?: string;
  /** null while the turn runs. */
  readonly outcome: TurnResult['outcome'] | null;
  /** The answer; null when there is none. */
  readonly output: unknown;
  /** Model calls made. */
  readonly steps: number;
  readonly calls: readonly CallJson[];
  readonly usage: Usage;
  /** The models that answered, each once, in order. */
  readonly models: readonly string[];
  /** What was mended in the model's answers; absent when nothing was. */
  readonly repairs?: readonly Repair[];
  readonly error?: TurnError;
  /** Which limit ended the turn. */
  readonly limit?: LimitName;
  /** The agent that the turn ended with, when it was handed over. */
  readonly handedTo?: string;
  /** How often its transcript gave way to a summary, or was to; absent where it never was. */
  readonly compactions?: readonly CompactionView[];
  /** The first steps, whose runs are no longer there; `steps` and `usage` count them. */
  readonly earlier?: EarlierSteps;
  /** Turns of sub-agents at any depth, and their tool calls. */
  readonly below?: TurnsBelow;
}

/** The form of `run --json`. */
export function turnJson(view: TurnView): TurnJson {
  const { result } = view;
  const { below } = result ?? view.totals ?? {};
  const answered = view.steps.filter((step) => step.state === 'done');
  const repairs = boundRepairs(answered.flatMap((step) => step.repairs ?? []));
  return {
    turnId: view.turnId,
    agent: view.agent,
    ...(view.forkOf && { forkOf: view.forkOf }),
    ...(view.schedule !== undefined && { schedule: view.schedule }),
    outcome: result?.outcome ?? null,
    output: result && 'output' in result ? (result.output ?? null) : null,
    steps: (result ?? view.totals)?.steps ?? answered.length,
    calls: view.calls.map(callJson),
    usage: (result ?? view.totals)?.usage ?? NO_USAGE,
    models: [...new Set(answered.flatMap((step) => step.from?.model ?? []))],
    ...(repairs.length > 0 && { repairs }),
    ...(result?.outcome === 'failed' && { error: result.error }),
    ...(result?.outcome === 'limit' && { limit: result.limit }),
    ...(result?.agent !== undefined && { handedTo: result.agent }),
    ...(view.compactions && { compactions: view.compactions }),
    ...(view.earlier && { earlier: view.earlier }),
    ...(below && { below }),
  };
}

/** The form of `show --json`: the same, the transcript's items, and the size of the history. */
export function shownJson(
  view: TurnView & { readonly history: HistorySize },
): TurnJson & { readonly items: readonly Item[]; readonly history: HistorySize } {
  return { ...turnJson(view), items: view.entries.map((entry) => entry.item), history: view.history };
}

function callJson(call: CallView): CallJson {
  const { step, position, callId, name, attempts, scheduledAt, endedAt } = call;
  const ended = call.state === 'done' && scheduledAt !== undefined && endedAt !== undefined;
  return {
    step,
    position,
    callId,
    name,
    arguments: call.arguments,
    outcome: call.outcome ?? null,
    output: call.output ?? null,
    attempts,
    ms: ended ? Math.max(0, endedAt - scheduledAt) : null,
    ...(call.approval && { approval: call.approval }),
    ...(call.turnId !== undefined && { turnId: call.turnId }),
    ...(call.usage && { usage: call.usage }),
    ...(call.annotations && { annotations: call.annotations }),
  };
}
