/**
 * What a turn that is being read began with: its input, or, where its first runs were deleted, what the next one carried of
 * them. Rule: what is missing is marked as such, never made up. Pure.
 */
import type { Progress } from '../contract/progress.js';
import type { TurnInput } from '../contract/turn.js';
import type { Entry } from '../protocol/entry.js';
import { AdoptedEntries } from './adopted-entries.js';
import type { TurnStarted } from './history-fact.js';
import type { EarlierSteps, TurnView } from './turn-view.js';

/** The first run that is there. */
export class TurnBeginning {
  /** What it took over: from other turns of its conversation, or from its own runs that aren't there. */
  readonly taken: AdoptedEntries;
  readonly #input: TurnInput;
  readonly #at: number;
  readonly #runId: string;

  constructor({ input, at, runId }: TurnStarted) {
    this.#input = input as TurnInput;
    this.#at = at;
    this.#runId = runId;
    this.taken = new AdoptedEntries(this.#input.carried?.transcript ?? this.#input.before);
  }

  /** The counts of the runs that aren't there. */
  get progress(): Progress | undefined {
    return this.#input.carried?.progress;
  }

  /** The steps of the runs that aren't there. */
  get earlier(): EarlierSteps | undefined {
    const { carried } = this.#input;
    if (!carried) return undefined;
    return { runs: carried.run - 1, steps: carried.progress.steps, toolCalls: carried.progress.toolCalls };
  }

  /** The entries before the first step that is there; `inputIds` are those of the input, as far as they are known. */
  entries(inputIds: readonly string[]): readonly Entry[] {
    const { carried, input } = this.#input;
    if (carried) return [...this.taken.entries, ...(carried.tail ?? [])];
    // Conversations go on from these ids, so that they are no other turn's.
    const said = input.map((item, i) => ({ id: inputIds[i] ?? `${this.#runId}.input.${i}`, step: 0, item }));
    return [...this.taken.entries, ...said];
  }

  /** What a view says of the beginning. */
  get view(): Pick<TurnView, 'agent' | 'input' | 'startedAt' | 'earlier' | 'before' | 'beforeMissing'> {
    const { carried, before: _taken, ...input } = this.#input;
    const before = carried ? (carried.before ?? 0) : this.taken.entries.length;
    const asked = carried
      ? this.taken.entries
          .slice(before)
          .filter(({ step }) => step === 0)
          .map(({ item }) => item)
      : input.input;
    const { earlier, progress } = this;
    return {
      agent: input.agent,
      input: { ...input, input: asked },
      startedAt: progress?.startedAt ?? this.#at,
      ...(earlier && { earlier }),
      ...(before > 0 && { before }),
      ...(this.taken.isMissing && { beforeMissing: true as const }),
    };
  }
}

/** Number of a run among those of its turn, from 1. */
export function runOf({ input }: TurnStarted): number {
  return (input as TurnInput).carried?.run ?? 1;
}
