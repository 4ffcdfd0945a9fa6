/**
 * The compactions of a turn while its history is read. Rule: what was said stays as it was; a compaction only decides what
 * the model was sent of it from then on. Pure.
 */
import { readVainCompaction, type CompactInput, type CompactOutput } from '../contract/compact.js';
import { compactedEntries } from '../protocol/compaction.js';
import type { Entry } from '../protocol/entry.js';
import type { Usage } from '../protocol/usage.js';
import type { HistoryFailure } from './payload-reader.js';
import type { TurnEvent } from './turn-event.js';
import type { CompactionView, TurnView } from './turn-view.js';

interface Compaction {
  readonly asked: Pick<CompactInput, 'number' | 'keptFrom' | 'keptId'>;
  /** The last step before it. */
  readonly step: number;
  readonly scheduledAt: number;
  endedAt?: number;
  output?: CompactOutput;
  failure?: string;
  /** What was spent in vain. */
  spent?: Usage;
}

/** The compactions of a turn, in order. */
export class Compactions {
  #all: Compaction[] = [];
  readonly #open = new Map<number, Compaction>();

  /** Its activity was asked for. */
  scheduled(eventId: number, at: number, asked: CompactInput, step: number): void {
    const compaction = { asked, step, scheduledAt: at };
    this.#open.set(eventId, compaction);
    this.#all.push(compaction);
  }

  /** An activity returned; undefined when it is no compaction's. */
  completed(scheduled: number, at: number, result: unknown): TurnEvent[] | undefined {
    const compaction = this.#take(scheduled);
    if (!compaction) return undefined;
    const output = result as CompactOutput;
    compaction.output = output;
    compaction.endedAt = at;
    const { before, after, usage } = output;
    const { asked, step } = compaction;
    return [{ type: 'compacted', at, step, number: asked.number, before, after, usage }];
  }

  /** An activity failed; the turn goes on with what it had. */
  failed(scheduled: number, at: number, { message, details }: HistoryFailure): void {
    const compaction = this.#take(scheduled);
    const spent = readVainCompaction(details)?.usage;
    if (compaction) Object.assign(compaction, { endedAt: at, failure: message, spent });
  }

  /** The turn goes on in another run, whose events have numbers of their own; what came after this step is void. */
  goOn(step: number): void {
    this.#open.clear();
    this.#all = this.#all.filter((each) => each.step <= step);
  }

  /** The turn has ended: one that was under way came to nothing. */
  end(at: number): void {
    for (const each of this.#all) {
      if (each.endedAt === undefined) Object.assign(each, { endedAt: at, failure: 'the turn ended before it did' });
    }
  }

  /** The compaction that an event ends. */
  #take(scheduled: number): Compaction | undefined {
    const compaction = this.#open.get(scheduled);
    this.#open.delete(scheduled);
    return compaction;
  }

  /** Tokens that they used. */
  get usages(): Usage[] {
    return this.#all.flatMap(({ output, spent }) => output?.usage ?? spent ?? []);
  }

  /** What a view of the turn says of them: nothing where there was none. */
  view(entries: readonly Entry[]): Pick<TurnView, 'sent' | 'compactions'> {
    const sent = this.#sent(entries);
    return { ...(sent && { sent }), ...(this.#all.length > 0 && { compactions: this.#all.map(viewOf) }) };
  }

  /** What of a turn's entries the model is sent; the last summary stands for all the earlier ones. */
  #sent(entries: readonly Entry[]): readonly Entry[] | undefined {
    const last = this.#all.findLast(({ output }) => output);
    if (!last?.output) return undefined;
    return compactedEntries(entries, last.asked, last.output);
  }
}

function viewOf({ asked, step, scheduledAt, endedAt, output, failure, spent }: Compaction): CompactionView {
  return {
    number: asked.number,
    step,
    keptFrom: asked.keptFrom,
    ...(asked.keptId !== undefined && { keptId: asked.keptId }),
    state: output ? 'done' : failure === undefined ? 'running' : 'failed',
    scheduledAt,
    ...(endedAt !== undefined && { endedAt }),
    ...(output && { id: output.id, summary: output.text, from: output.from, usage: output.usage }),
    ...(output && { before: output.before, after: output.after }),
    ...(spent && { usage: spent }),
    ...(failure !== undefined && { failure }),
  };
}
