/**
 * A response as the events of its stream: created, in progress, the items one after the other, and the event that says
 * how it ended. Each has its number; nothing like Chat's `[DONE]` follows. Pure.
 */
import { itemEvents, type ItemEvent } from './item-events.js';
import { listOf, type Json } from './json.js';
import { mintedId } from './minted-id.js';
import { pieces } from './pieces.js';
import { takeTurns, type StreamOrder } from './stream-order.js';

/** Padding of a delta, so that its size says nothing of its text: 1 to 16 characters. */
function obfuscation(sequence: number, delta: string): string {
  return mintedId('', sequence, delta.length).slice(0, 16 - (delta.length % 16));
}

/** How a stream is made. */
export interface StreamForm {
  readonly order?: StreamOrder;
  /** Whether deltas are padded. */
  readonly padded: boolean;
}

/** The events of a response; `head` is the response before anything was said. */
export function responseEvents(head: Json, response: Json, { order, padded }: StreamForm): ItemEvent[] {
  const cut = order === 'whole-arguments' ? (text: string) => [text] : pieces;
  const items = listOf(response.output).map((item, place) => itemEvents(item as Json, place, cut));
  const events: ItemEvent[] = [
    { type: 'response.created', response: head },
    { type: 'response.in_progress', response: head },
    ...(order === 'interleaved' ? takeTurns(items) : items.flat()),
    { type: `response.${String(response.status)}`, response },
  ];
  return events.map((event, sequence) => ({
    ...event,
    sequence_number: sequence,
    ...(padded && typeof event.delta === 'string' && { obfuscation: obfuscation(sequence, event.delta) }),
  }));
}
