/**
 * Bounds the silence of a stream. Rule: a service that stops sending in the middle of an answer is noticed long before
 * the attempt's own clock, and its connection is let go at once.
 */

/** Longest silence between two events, in milliseconds: more than reasoning models are silent for. */
export const STREAM_IDLE_MS = 4 * 60_000;

/** A stream sent nothing for too long. Passing: the next attempt may fare better. */
export class StreamIdle extends Error {
  override readonly name = 'StreamIdle';
  readonly code = 'stream_idle';

  constructor(
    /** Events that came before the silence. */
    readonly events: number,
    /** The silence, in milliseconds. */
    readonly idleMs: number,
  ) {
    super(
      `the service's stream sent nothing for ${idleMs / 1_000} s after ${events} ${events === 1 ? 'event' : 'events'}`,
    );
  }
}

/** A stream of events as the `openai` package makes it: aborting its controller ends the request. */
type EventStream<Event> = AsyncIterable<Event> & { readonly controller?: Pick<AbortController, 'abort'> };

/**
 * The same events, in the same order.
 * @throws {StreamIdle} when the next event doesn't come within `idleMs`; whatever the stream itself throws.
 */
export async function* idleBound<Event>(stream: EventStream<Event>, idleMs = STREAM_IDLE_MS): AsyncGenerator<Event> {
  const iterator = stream[Symbol.asyncIterator]();
  let count = 0;
  let idle = false;
  try {
    for (;;) {
      const next = await within(iterator.next(), idleMs, () => {
        idle = true;
        return new StreamIdle(count, idleMs);
      });
      if (next.done) return;
      count += 1;
      yield next.value;
    }
  } finally {
    // A reader that is stuck in `next` can't be returned: only the request's abort frees it.
    if (idle) stream.controller?.abort();
    else await iterator.return?.();
  }
}

function within<Value>(value: Promise<Value>, ms: number, late: () => Error): Promise<Value> {
  return new Promise((resolve, reject) => {
    const clock = setTimeout(() => reject(late()), ms);
    value.then(resolve, reject).finally(() => clearTimeout(clock));
  });
}
