/** How often each outcome, ending and kind of event occurred: a simulation in which a kind never occurs proves nothing about it. */
import { OUTCOMES } from '../../src/protocol/outcome.js';

/** What must occur in a long simulation. */
export const EXPECTED = {
  outcome: OUTCOMES,
  ending: [
    'completed',
    'limit: steps',
    'limit: toolCalls',
    'limit: tokens',
    'limit: duration',
    'cancelled',
    'failed: answer_cut',
    'failed: content_filter',
    'failed: output_invalid',
    'failed: service',
  ],
  event: [
    'model answered',
    'model failed',
    'model out of time',
    'model cancelled',
    'model asked for its last answer',
    'calls in a last answer',
    'call ok here',
    'call ok on another worker',
    'call cancelled before it started',
    'worker lost, call tried again',
    'cancel before the turn began',
    'cancel while the model was asked',
    'cancel in a fan-out',
    'call finished in the grace',
    'call cancelled in the grace',
    'grace over',
    'late result ignored',
    'fan-out of 100 or more',
    'id reused in a later step',
    'id __proto__',
    'call of another kind',
    'hostile plan',
    'arguments not JSON',
    'arguments over 1 MB',
    'transcript fetched by query',
    'several events at once',
    'duration over before a call could start',
    'call limit reached in a fan-out',
    'call made over and over',
    'output cut, whole kept',
    'outputs read',
    'sub-agent answered',
    'sub-agent lost, and what it spent read',
    'sub-agent beyond the budget',
    'turn handed over',
    'answer by a call',
    'answer by a call that does not fit',
    'answer returned to the model',
    'call approved',
    'call approved with other arguments',
    'call denied',
    'approval answered too late',
    'a person says something',
    'steer refused at the last answer',
    'steer refused since a call had ended',
    'one call cancelled',
    'went on in another run',
    'compacted',
    'compaction failed',
  ],
} as const;

/** A group of kinds. */
export type Group = keyof typeof EXPECTED | 'fault';

/** Counts by group and kind. */
export class Tally {
  readonly #counts = new Map<Group, Map<string, number>>();

  add(group: Group, kind: string, count = 1): void {
    const kinds = this.#counts.get(group) ?? new Map<string, number>();
    this.#counts.set(group, kinds.set(kind, (kinds.get(kind) ?? 0) + count));
  }

  /** Notes an event. */
  event(kind: (typeof EXPECTED.event)[number]): void {
    this.add('event', kind);
  }

  of(group: Group, kind: string): number {
    return this.#counts.get(group)?.get(kind) ?? 0;
  }

  /** Adds another tally's counts. */
  include(other: Tally): void {
    for (const [group, kinds] of other.#counts) {
      for (const [kind, count] of kinds) this.add(group, kind, count);
    }
  }

  /** The kinds that should have occurred and didn't. `faults` are the names of the ways in which a call can fail. */
  missing(faults: readonly string[]): string[] {
    const wanted = Object.entries({ ...EXPECTED, fault: faults }) as [Group, readonly string[]][];
    return wanted.flatMap(([group, kinds]) =>
      kinds.filter((kind) => this.of(group, kind) === 0).map((kind) => `${group} "${kind}"`),
    );
  }

  /** A line for each kind, by group. */
  lines(): string[] {
    return [...this.#counts].flatMap(([group, kinds]) => [
      `${group}:`,
      ...[...kinds]
        .toSorted(([a], [b]) => a.localeCompare(b))
        .map(([kind, n]) => `  ${String(n).padStart(9)}  ${kind}`),
    ]);
  }
}
