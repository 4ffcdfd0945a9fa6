/**
 * Where a turn can be forked: before any of its model calls, and behind its last step. Pure. Rule: what a fork takes over
 * holds each call with its result or neither, so a step can be cut off only as a whole, and only once it has settled.
 */
import type { TurnView } from '../history/turn-view.js';
import type { Entry } from '../protocol/entry.js';
import { TurnOptionError } from './input-error.js';

/** The steps before whose model call a turn can be forked: 1 to `last`. */
export interface ForkRange {
  readonly last: number;
  /** `last` is the one after the turn's end or, while it runs, its next one: no model call of the turn was for it. */
  readonly beyond: boolean;
}

/** The steps that a turn can be forked at. */
export function forkRange({ steps, status }: Pick<TurnView, 'steps' | 'status'>): ForkRange {
  const asked = steps.at(-1);
  if (!asked) return { last: 1, beyond: false };
  const settled = asked.state === 'done' && asked.calls.every((call) => call.state === 'done');
  // While a turn runs, an answer without calls may still be sent back to the model.
  const ahead = settled && (status !== 'running' || asked.calls.length > 0);
  return ahead ? { last: asked.step + 1, beyond: true } : { last: asked.step, beyond: false };
}

/**
 * The transcript as it was when the model call of `step` was about to be made; 0 is read as 1, the turn's beginning.
 * @throws {TurnOptionError} when the turn has no such step, naming those that it has.
 */
export function transcriptBefore(view: TurnView, step: number): Entry[] {
  const { last, beyond } = forkRange(view);
  if (Number.isInteger(step) && step >= 0 && step <= last) {
    return view.entries.filter((entry) => entry.step < Math.max(step, 1));
  }
  const open = view.status === 'running' && !beyond ? `, which is at step ${last} now` : '';
  const expected = `${last === 1 ? '1' : `1 to ${last}`} for turn "${view.turnId}"${open}`;
  throw new TurnOptionError('step', step, expected);
}

/** Whether a transcript ends with the model's own words, so that there is nothing for it to answer. */
export function endsWithAnswer(entries: readonly Entry[]): boolean {
  const last = entries.at(-1)?.item;
  return last?.type === 'message' && last.role === 'assistant';
}
