/**
 * Looks at one run for the texts that its open model calls stream, by describing the workflow. Rules: all watchers of a
 * run in this client share one poller; it asks only while somebody watches, at the pace of the heartbeats; a fault is
 * passed over, since a preview may always be late.
 */
import type { TextPreview } from '../contract/text-preview.js';
import { previewEveryMs } from '../contract/text-preview.js';
import { extendText, type KnownText } from './known-text.js';

/** A text as the server tells it. */
export interface SeenPreview {
  readonly preview: TextPreview;
  /** When it was told, in ms since the epoch. */
  readonly at: number;
}

/** Asks the server for the previews of the steps' open model calls; a step without one is absent. */
export type LookAtRun = (steps: readonly number[]) => Promise<ReadonlyMap<number, SeenPreview>>;

/** The text of a step that somebody watches. */
interface WatchedStep {
  readonly watchers: Set<() => void>;
  known: KnownText | undefined;
  /** When the watching, or the text that is known, began. */
  since: number;
}

/** Somebody's watch on the text of a step. */
export interface TextWatch {
  /** What is known of the text by now. */
  readonly known: KnownText | undefined;
  /** Ends the watch. */
  close(): void;
}

const FAULT_MS = 1_000;

/** The one poller of a run. */
export class TextPoller {
  readonly #look: LookAtRun;
  readonly #closed: AbortSignal | undefined;
  readonly #steps = new Map<number, WatchedStep>();
  #timer: NodeJS.Timeout | undefined;
  #looking = false;

  /** No more is asked once `closed` aborts, even if somebody still watches. */
  constructor(look: LookAtRun, closed?: AbortSignal) {
    this.#look = look;
    this.#closed = closed;
  }

  /** Whether nobody watches. */
  get idle(): boolean {
    return this.#steps.size === 0;
  }

  /** Watches a step; `changed` is called when more of its text is known. */
  watch(step: number, changed: () => void): TextWatch {
    const watched: WatchedStep = this.#steps.get(step) ?? { watchers: new Set(), known: undefined, since: Date.now() };
    this.#steps.set(step, watched);
    watched.watchers.add(changed);
    this.#plan(this.#paceMs());
    return {
      get known() {
        return watched.known;
      },
      close: () => {
        watched.watchers.delete(changed);
        if (watched.watchers.size === 0) this.#steps.delete(step);
        if (this.idle) clearTimeout(this.#timer);
      },
    };
  }

  #plan(ms: number): void {
    if (this.#looking || this.idle || this.#closed?.aborted) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#poll(), ms);
  }

  async #poll(): Promise<void> {
    this.#looking = true;
    let pace: number | undefined;
    try {
      const seen = await this.#look([...this.#steps.keys()]);
      for (const [step, watched] of this.#steps) this.#take(watched, seen.get(step));
    } catch {
      pace = FAULT_MS;
    } finally {
      this.#looking = false;
      this.#plan(pace ?? this.#paceMs());
    }
  }

  #take(watched: WatchedStep, seen: SeenPreview | undefined): void {
    if (!seen) return;
    const { known } = watched;
    watched.known = extendText(known, seen.preview, seen.at);
    if (watched.known === known) return;
    if (watched.known.id !== known?.id) watched.since = Date.now();
    for (const changed of watched.watchers) changed();
  }

  #paceMs(): number {
    const now = Date.now();
    return Math.min(...[...this.#steps.values()].map(({ since }) => previewEveryMs(now - since)));
  }
}
