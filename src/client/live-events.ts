/**
 * What happens in a turn, as it happens: its history by long poll and, while a model call of a streaming turn is open, the
 * text that it streams. Rules: history's events come whole, in order and unchanged; deltas of an answer come before
 * whatever its end makes happen, never after it; what a slow reader has not taken is kept once, as text, not queued.
 */
import { OpenModelCall, type StreamingCall } from '../history/open-model-call.js';
import type { HistoryFact } from '../history/history-fact.js';
import { readFacts, type TurnSource } from '../history/read-turn.js';
import type { TextDelta, TurnEvent } from '../history/turn-event.js';
import { TurnFold } from '../history/turn-fold.js';
import { readAll, unread, type ReadMark } from './known-text.js';
import type { TextPollers } from './text-pollers.js';

/** The events of a turn until it has ended. Rejects with the signal's reason when the signal aborts first. */
export async function* liveEvents(
  source: TurnSource,
  texts: TextPollers,
  signal?: AbortSignal,
): AsyncGenerator<TurnEvent, void, undefined> {
  const fold = new TurnFold();
  const calls = new OpenModelCall();
  const left = new AbortController();
  const own = signal ? AbortSignal.any([signal, left.signal]) : left.signal;
  const facts = readFacts(source, { follow: true, signal: own });
  let next: Promise<IteratorResult<HistoryFact>> | undefined;
  let reader: TextReader | undefined;
  try {
    for (;;) {
      if (!next) {
        next = facts.next();
        // It may reject while the reader is busy with what came before: it is told when it asks for more.
        next.catch(() => undefined);
      }
      const came = reader ? await Promise.race([next, reader.more()]) : await next;
      const delta = reader?.take();
      if (delta) yield delta;
      if (!came) continue;
      next = undefined;
      if (came.done) return;
      const open = calls.apply(came.value);
      if (open !== reader?.call) {
        reader?.close();
        reader = open && new TextReader(source, texts, open);
      }
      yield* fold.apply(came.value);
    }
  } finally {
    reader?.close();
    // A long poll that nobody waits for any more would go on for a minute.
    left.abort();
    await next?.catch(() => undefined);
    await facts.return(undefined);
  }
}

/** One watcher's reading of the text of one model call. */
class TextReader {
  readonly #watch;
  #mark: ReadMark | undefined;
  #wake: () => void = () => undefined;

  constructor(
    source: TurnSource,
    texts: TextPollers,
    readonly call: StreamingCall,
  ) {
    this.#watch = texts.watch(source, call, () => this.#wake());
  }

  /** Resolves once more of the text is known; at once when some is unread. */
  more(): Promise<void> {
    return this.#unread ? Promise.resolve() : new Promise((resolve) => (this.#wake = resolve));
  }

  /** All that is unread, in one piece. */
  take(): TextDelta | undefined {
    const delta = this.#unread;
    if (delta && this.#watch.known) this.#mark = readAll(this.#watch.known);
    return delta;
  }

  close(): void {
    this.#watch.close();
  }

  get #unread(): TextDelta | undefined {
    const { known } = this.#watch;
    return known && unread(this.call.step, known, this.#mark);
  }
}
