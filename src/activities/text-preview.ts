/**
 * Keeps the end of the text that a model call streams, for its heartbeats. Rules: memory is bounded however long the
 * answer is; a surrogate pair is never split, even one that comes in two pieces; each text (an attempt, another model)
 * begins anew under an id of its own.
 */
import { randomBytes } from 'node:crypto';
import { MOST_TAIL_BYTES, previewEveryMs, wholeFrom, type TextPreview } from '../contract/text-preview.js';
import { wellFormed } from '../protocol/well-formed.js';

/** Units that are kept before they are cut back to as many as a tail may have. */
const MOST_KEPT = 4 * MOST_TAIL_BYTES;
/** JSON bytes that one UTF-16 unit takes at most, as `\u0000`. */
const UNIT_BYTES = 6;

/** The text of one model call as it comes. */
export class TextPreviewer {
  #id = '';
  #kept = '';
  #offset = 0;
  #begunAt = 0;

  /**
   * @param attempt of the activity, from 1.
   * @param changed is told how long to leave between two heartbeats, in milliseconds, at each piece of text.
   */
  constructor(
    readonly attempt: number,
    readonly changed: (everyMs: number) => void,
  ) {}

  /** Begins a text, and gives what takes its pieces. What came before is void. */
  begin(): (delta: string) => void {
    const id = randomBytes(8).toString('hex');
    this.drop();
    this.#id = id;
    return (delta) => {
      if (delta === '' || id !== this.#id) return;
      if (this.#kept === '') this.#begunAt = performance.now();
      this.#append(delta);
      this.changed(previewEveryMs(performance.now() - this.#begunAt));
    };
  }

  /** Forgets the text: its attempt has failed. */
  drop(): void {
    this.#id = '';
    this.#kept = '';
    this.#offset = 0;
  }

  /** The end of the text by now; undefined when there is none. */
  get preview(): TextPreview | undefined {
    // The other half of the last character is still to come.
    const whole = /[\ud800-\udbff]$/.test(this.#kept) ? this.#kept.slice(0, -1) : this.#kept;
    if (whole === '') return undefined;
    const start = tailStart(whole);
    return {
      id: this.#id,
      attempt: this.attempt,
      offset: this.#offset + start,
      tail: wellFormed(whole.slice(start)),
    };
  }

  #append(delta: string): void {
    this.#kept += delta;
    if (this.#kept.length <= MOST_KEPT) return;
    const cut = wholeFrom(this.#kept, this.#kept.length - MOST_TAIL_BYTES);
    this.#kept = this.#kept.slice(cut);
    this.#offset += cut;
  }
}

/** Where the longest end of the text begins that fits the bound. */
function tailStart(text: string): number {
  let start = Math.max(0, text.length - MOST_TAIL_BYTES);
  for (;;) {
    start = wholeFrom(text, start);
    const over = Buffer.byteLength(JSON.stringify(wellFormed(text.slice(start)))) - MOST_TAIL_BYTES;
    if (over <= 0) return start;
    // Never cuts more than is needed, and is there after a few rounds.
    start += Math.ceil(over / UNIT_BYTES);
  }
}
