/**
 * The transcript of a model call as a worker puts it together: from the answers and results that went through it, the
 * turn's own results in the call's arguments, and the turn's query for the rest. It trusts nothing but ids and heads.
 */
import { answerEntries } from '../../src/contract/answer.js';
import type { CallModelInput, CallModelOutput } from '../../src/contract/call-model.js';
import type { Entry } from '../../src/protocol/entry.js';
import { EMPTY_HEAD, extendHead } from '../../src/protocol/head.js';
import { saidEntry } from '../../src/protocol/said.js';
import { toolCallsOf, type ToolCall } from '../../src/protocol/tool-call.js';
import { resultEntry } from '../../src/protocol/tool-result.js';
import type { CallReply } from '../../src/workflows/turn-effects.js';
import { pageOf } from '../../src/workflows/serve-queries.js';
import type { TurnState } from '../../src/workflows/turn-state.js';

/** A worker's memory of one turn. */
export class WorkerView {
  #base: { head: string; entries: readonly Entry[] } = { head: EMPTY_HEAD, entries: [] };
  #calls: readonly ToolCall[] = [];
  readonly #results = new Map<string, Entry>();
  #state: TurnState;

  constructor(state: TurnState) {
    this.#state = state;
  }

  /** Keeps the turn's input, as the worker does whose call was told it. */
  keepInput(input: readonly Entry[]): void {
    for (const entry of input) this.#results.set(entry.id, entry);
  }

  /** Keeps the result of a call that ran here; those of other workers are not known by id. */
  keepResult(call: ToolCall, reply: CallReply): void {
    const id = reply.recorded?.id;
    if (id !== undefined) this.#results.set(id, resultEntry(call, { ...reply, id }));
  }

  /** Keeps an answer that this worker's activity gave to the request. */
  keepAnswer(step: number, request: readonly Entry[], answer: CallModelOutput): void {
    const added = answerEntries(step, answer);
    const entries = [...request, ...added];
    this.#base = { entries, head: headOf(entries) };
    this.#calls = toolCallsOf(added);
  }

  /** Forgets all: the next model call goes to another worker. */
  forget(): void {
    this.#base = { head: EMPTY_HEAD, entries: [] };
    this.#results.clear();
  }

  /** The turn goes on in another run: what is asked for by query comes from its state. */
  goOn(state: TurnState): void {
    this.#state = state;
  }

  /** The transcript that a model call names, and whether some of it had to be fetched. Throws when its head is another. */
  transcript(input: CallModelInput): { entries: Entry[]; fetched: boolean } {
    const entries = this.#known(input);
    const fetched = entries.length < input.upTo;
    for (let from = fetched ? entries.length : undefined; from !== undefined;) {
      const page = pageOf(this.#state, { head: input.head, upTo: input.upTo, from });
      entries.push(...page.entries);
      from = page.next;
    }
    const head = headOf(entries);
    if (head !== input.head)
      throw new RangeError(`the transcript of step ${input.step} has head ${head}, not ${input.head}`);
    return { entries, fetched };
  }

  #known({ after, ids, own = [], said = [], step }: CallModelInput): Entry[] {
    if (after.head !== this.#base.head || after.length !== this.#base.entries.length) return [];
    const made = new Map<string, Entry>();
    for (const result of own) {
      const call = this.#calls[result.position];
      if (call && result.step === step - 1) made.set(result.id, resultEntry(call, result));
    }
    for (const one of said) made.set(one.id, saidEntry(step - 1, one));
    const entries = [...this.#base.entries];
    for (const id of ids) {
      const entry = made.get(id) ?? this.#results.get(id);
      if (!entry) break;
      entries.push(entry);
    }
    return entries;
  }
}

function headOf(entries: readonly Entry[]): string {
  return extendHead(
    EMPTY_HEAD,
    entries.map(({ id }) => id),
  );
}
