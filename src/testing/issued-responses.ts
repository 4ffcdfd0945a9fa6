/**
 * What the scripted service remembers of its own answers, for requests that refer to them. Rule: bounded by number and
 * bytes, the oldest response goes first; of an answer that was asked for with `store: false` only the items' ids matter.
 */
import { fieldsOf, isJson, type Json } from './json.js';
import type { AnswerMemory, RememberedItem } from './responses-rules/memory.js';

/** What is remembered at most. */
export interface MemoryBounds {
  readonly responses: number;
  /** Bytes of the requests whose items are kept. */
  readonly bytes: number;
}

const DEFAULT_BOUNDS: MemoryBounds = { responses: 10_000, bytes: 64 * 1024 ** 2 };

interface Issued {
  readonly previous: string | undefined;
  /** The request's own items and the answer's. */
  readonly items: readonly Json[];
  readonly output: readonly Json[];
  readonly kept: boolean;
  readonly bytes: number;
}

/** The answers that were given. */
export class IssuedResponses implements AnswerMemory {
  readonly #responses = new Map<string, Issued>();
  readonly #items = new Map<string, RememberedItem>();

  #bytes = 0;

  constructor(readonly bounds: MemoryBounds = DEFAULT_BOUNDS) {}

  /** Remembers an answer; `own` holds the request's items, `bytes` is the size of its body. */
  keep(id: string, request: Json, own: readonly Json[], output: readonly Json[], bytes: number): void {
    const kept = request.store !== false;
    const previous = typeof request.previous_response_id === 'string' ? request.previous_response_id : undefined;
    const size = kept ? bytes : 0;
    this.#responses.set(id, { previous, items: kept ? [...own, ...output] : [], output, kept, bytes: size });
    this.#bytes += size;
    for (const [place, item] of output.entries()) this.#keepItem(item, output[place - 1], output[place + 1], kept);
    this.#keepBounds();
  }

  item(id: string): RememberedItem | undefined {
    return this.#items.get(id);
  }

  conversation(responseId: string): readonly Json[] | undefined {
    const chain: Issued[] = [];
    for (let id: string | undefined = responseId; id !== undefined;) {
      const issued: Issued | undefined = this.#responses.get(id);
      if (!issued?.kept) return undefined;
      chain.unshift(issued);
      id = issued.previous;
    }
    return chain.flatMap(({ items }) => items);
  }

  #keepItem(item: Json, before: Json | undefined, after: Json | undefined, kept: boolean): void {
    if (!isJson(item) || typeof item.id !== 'string') return;
    const reasoning = fieldsOf(before).type === 'reasoning' ? before?.id : undefined;
    const following = item.type === 'reasoning' ? after?.id : undefined;
    this.#items.set(item.id, {
      item,
      kept,
      ...(typeof reasoning === 'string' && { reasoning }),
      ...(typeof following === 'string' && { following }),
    });
  }

  #keepBounds(): void {
    for (const [id, { output, bytes }] of this.#responses) {
      const full = this.#responses.size > this.bounds.responses || this.#bytes > this.bounds.bytes;
      // The newest is always kept: the next request continues it.
      if (!full || this.#responses.size === 1) return;
      this.#responses.delete(id);
      this.#bytes -= bytes;
      for (const item of output) if (typeof item.id === 'string') this.#items.delete(item.id);
    }
  }
}
