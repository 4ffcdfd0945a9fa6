/** Events of Responses streams, from the text of a recorded one or as a test writes them. */

/** An event of a stream. */
export type StreamEvent = Record<string, unknown>;

/** A stream of these events, which then closes cleanly. */
export async function* eventsOf(events: readonly unknown[]): AsyncGenerator {
  for (const event of events) yield await Promise.resolve(event);
}

/** The events of each answer in the text of a stream; some recordings hold several answers, one after the other. */
export function splitAnswers(sse: string): StreamEvent[][] {
  const answers: StreamEvent[][] = [];
  let ended = true;
  for (const line of sse.split(/\r?\n/)) {
    const data = /^data: ?(.*)$/.exec(line)?.[1];
    if (data === undefined || data === '[DONE]') continue;
    const event = JSON.parse(data) as StreamEvent;
    if (ended) answers.push([]);
    answers.at(-1)!.push(event);
    ended = ['response.completed', 'response.incomplete', 'response.failed'].includes(String(event.type));
  }
  return answers;
}
