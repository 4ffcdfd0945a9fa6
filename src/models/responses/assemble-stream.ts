/**
 * From the events of a Responses stream to the body that the plain answer would have had. Rule: only an event that ends
 * the answer ends it; a stream that closes without one is no answer, however much of it came.
 */
import { fieldsOf, isJson, listOf, type Json } from '../../protocol/json.js';
import { AnswerFailed, StreamCut } from '../answer-faults.js';
import { AnswerRoom, BODY_BYTES } from '../answer-room.js';
import { AnswerUnreadable } from '../answer-unreadable.js';
import { reported, STREAM_DONE } from '../json-events.js';
import { mergeOutput } from './merge-output.js';
import { StreamedItems } from './streamed-items.js';
import { streamedText } from './streamed-text.js';

/** Statuses of the body, by the event that ends the answer; the worse the later. */
const TERMINAL: ReadonlyMap<unknown, string> = new Map([
  ['response.completed', 'completed'],
  ['response.incomplete', 'incomplete'],
  ['response.failed', 'failed'],
  ['response.cancelled', 'cancelled'],
]);

/**
 * The body of the answer. `onText` is told each piece of the text that is said to the user, refusals included.
 * @throws {AnswerFailed} when the service reports a fault in the stream.
 * @throws {StreamCut} when the stream closes before the answer ends.
 * @throws {AnswerUnreadable} when the events are none of the Responses API.
 * @throws {AnswerTooLarge} when its texts have over 16 MB, it has over 2,000 items, or all that repeats them over 64 MB.
 */
export async function assembleResponsesStream(
  events: AsyncIterable<unknown>,
  onText: (delta: string) => void,
): Promise<Json> {
  const items = new StreamedItems();
  const room = new AnswerRoom();
  // What repeats texts and items, as each is also told whole.
  const repeats = new AnswerRoom(BODY_BYTES);
  let count = 0;
  for await (const sent of events) {
    if (sent === STREAM_DONE) continue;
    count += 1;
    const event = readEvent(sent);
    const status = TERMINAL.get(event.type);
    if (status !== undefined) return finalBody(fieldsOf(event.response), status, items);
    const piece = streamedText(event);
    if (piece) {
      (piece.end === 'delta' ? room : repeats).take(piece.value);
      const fresh = items.grow(event, piece);
      if (piece.text.said && fresh !== '') onText(fresh);
    } else take(items, event, repeats);
  }
  throw new StreamCut('response.completed', count);
}

function take(items: StreamedItems, event: Json, room: AnswerRoom): void {
  for (const kept of [event.item, event.part, event.annotation]) if (isJson(kept)) room.take(JSON.stringify(kept));
  switch (event.type) {
    case 'response.output_item.added':
      return items.add(event);
    case 'response.output_item.done':
      return items.finish(event);
    case 'response.content_part.added':
    case 'response.content_part.done':
      return items.part(event, 'content');
    case 'response.reasoning_summary_part.added':
    case 'response.reasoning_summary_part.done':
      return items.part(event, 'summary');
    case 'response.output_text.annotation.added':
      return items.annotate(event);
    default:
      // Progress of hosted tools and events yet unknown: the item that they tell of comes whole.
      return undefined;
  }
}

/** An event, unless it is none or reports a fault. */
function readEvent(sent: unknown): Json {
  const event = fieldsOf(sent);
  // Documented with its fields on top, seen with them under `error`.
  if (event.type === 'error' || isJson(event.error)) throw new AnswerFailed(reported(event));
  if (event.object === 'chat.completion.chunk') {
    throw new AnswerUnreadable("event of the Responses API (it speaks Chat Completions: set api: 'chat')", sent);
  }
  if (typeof event.type !== 'string') throw new AnswerUnreadable('event of the Responses API', sent);
  return event;
}

function finalBody(response: Json, ended: string, items: StreamedItems): Json {
  // Where the event and the body differ, the worse is believed: a call that may be cut is not run.
  const status = [...TERMINAL.values()].findLast((known) => known === response.status || known === ended)!;
  const streamed = items.list(status);
  if (!Array.isArray(response.output) && streamed.length === 0) return { ...response, status };
  return { ...response, status, output: mergeOutput(listOf(response.output), streamed) };
}
