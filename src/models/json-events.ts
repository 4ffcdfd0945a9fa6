/** The events of a streamed answer as JSON, and the mark of its end. */
import { AnswerFailed } from './answer-faults.js';
import { AnswerUnreadable } from './answer-unreadable.js';
import { fieldsOf, isJson } from '../protocol/json.js';
import { serverSentEvents } from './server-sent-events.js';

/** What services send after the last event; the Responses API has no need of it. */
export const STREAM_DONE = '[DONE]';

/**
 * The events of a stream, parsed, and `STREAM_DONE` where it came. `what` names an event, e.g. `event of a Responses answer`.
 * @throws {AnswerUnreadable} on an event that is no JSON; {AnswerFailed} on an event named `error`.
 */
export async function* jsonEvents(body: AsyncIterable<Uint8Array>, what: string): AsyncGenerator {
  for await (const { event, data, whole } of serverSentEvents(body)) {
    if (data.trim() === STREAM_DONE) {
      yield STREAM_DONE;
      continue;
    }
    const chunk = parsed(data);
    // What the end of the stream cut is not read; that the stream was cut is told by what is missing.
    if (!chunk && !whole) return;
    if (!chunk) throw new AnswerUnreadable(what, data);
    if (event === 'error') throw new AnswerFailed(reported(chunk.value));
    yield chunk.value;
  }
}

/** The fault that an error event or chunk tells, whatever its form. */
export function reported(value: unknown): { readonly [field: string]: unknown } {
  const error = fieldsOf(value).error ?? value;
  return isJson(error) ? error : { message: typeof error === 'string' ? error : JSON.stringify(error) };
}

function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
