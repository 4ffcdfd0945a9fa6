/**
 * Where a turn can be forked: before any of its model calls, and behind its last step. Pure. Rules: what a fork takes over
 * holds each call with its result or neither, so a step can be cut off only as a whole, and only once it has settled; it is
 * what the model was sent there.
 */
import type { SentAt } from '../contract/adopt.js';
import { sentAt } from '../history/sent-before.js';
import type { TurnView } from '../history/turn-view.js';
import type { Entry } from '../protocol/entry.js';
import { TurnOptionError } from './input-error.js';

/** The steps at which a turn can be forked. */
export interface ForkRange {
  /** 1, unless the turn's first runs were deleted. */
  readonly first: number;
  readonly last: number;
  /** The turn made no model call for `last`: it is behind the turn's end or, while it runs, its next one. */
  readonly beyond: boolean;
}

/** The steps that a turn can be forked at. */
export function forkRange({ steps, status, earlier }: Pick<TurnView, 'steps' | 'status' | 'earlier'>): ForkRange {
  const first = (earlier?.steps ?? 0) + 1;
  const asked = steps.at(-1);
  if (!asked) return { first, last: first, beyond: false };
  const settled = asked.state === 'done' && asked.calls.every((call) => call.state === 'done');
  // While a turn runs, an answer without calls may still be sent back to the model.
  const ahead = settled && (status !== 'running' || asked.calls.length > 0);
  return { first, last: ahead ? asked.step + 1 : asked.step, beyond: ahead };
}

/**
 * The model call of `step`, of the turns that have it; 0 is read as 1, the turn's beginning.
 * @throws {TurnOptionError} when the turn has no such step, naming those that it has.
 */
export function forkPoint(view: TurnView, step: number): SentAt {
  const { first, last, beyond } = forkRange(view);
  const at = step === 0 ? 1 : step;
  if (Number.isInteger(at) && at >= first && at <= last) return sentAt(view, at);
  const range = first === last ? `${first}` : `${first} to ${last}`;
  const open = view.status === 'running' && !beyond ? `, which is at step ${last} now` : '';
  const gone = first > 1 ? ', whose first runs were deleted' : '';
  throw new TurnOptionError('step', step, `${range} for turn "${view.turnId}"${gone}${open}`);
}

/** The agent that a step was made by or, behind the last one, that the turn was to go on by: it may be handed over. */
export function agentAt({ steps, agent, policy }: Pick<TurnView, 'steps' | 'agent' | 'policy'>, step: number): string {
  const made = steps.findLast((each) => each.step <= step);
  const by = made?.agent ?? agent;
  if (!made || made.step === step) return by;
  const handoffs = new Map(policy?.tools.map(({ name, handoff }) => [name, handoff]));
  const handed = made.calls.find(({ name, outcome }) => outcome === 'ok' && handoffs.get(name) !== undefined);
  return (handed && handoffs.get(handed.name)) ?? by;
}

/** Whether a transcript ends with the model's own words, so that there is nothing for it to answer. */
export function endsWithAnswer(entries: readonly Entry[]): boolean {
  const last = entries.at(-1)?.item;
  return last?.type === 'message' && last.role === 'assistant';
}
