/**
 * What the scripted service remembers of its own answers, for requests that refer to them. Rule: bounded, the oldest
 * response goes first.
 */
import { fieldsOf, isJson, type Json } from './json.js';
import type { AnswerMemory, RememberedItem } from './responses-rules/memory.js';

/** Responses that are remembered. */
const MAX_RESPONSES = 10_000;

interface Issued {
  readonly previous: string | undefined;
  /** The request's own items and the answer's. */
  readonly items: readonly Json[];
  readonly output: readonly Json[];
  readonly kept: boolean;
}

/** The answers that were given. */
export class IssuedResponses implements AnswerMemory {
  readonly #responses = new Map<string, Issued>();
  readonly #items = new Map<string, RememberedItem>();

  /** Remembers an answer; `input` holds the request's own items. */
  keep(id: string, input: readonly Json[], output: readonly Json[], request: Json): void {
    const kept = request.store !== false;
    const previous = typeof request.previous_response_id === 'string' ? request.previous_response_id : undefined;
    this.#responses.set(id, { previous, items: [...input, ...output], output, kept });
    for (const [place, item] of output.entries()) this.#keepItem(item, output[place - 1], output[place + 1], kept);
    const [oldest] = this.#responses;
    if (oldest && this.#responses.size > MAX_RESPONSES) this.#forget(oldest[0], oldest[1]);
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

  #forget(id: string, { output }: Issued): void {
    this.#responses.delete(id);
    for (const item of output) if (typeof item.id === 'string') this.#items.delete(item.id);
  }
}
