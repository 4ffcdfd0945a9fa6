/**
 * What the model says, as `run` prints it while it comes: pieces for a terminal, from the turn's events. Pure. Rules: the
 * message is the truth, so what previews lacked of it is added, and what they had wrong is said anew; nothing that was
 * shown is shown twice; a terminal obeys none of it.
 */
import type { TextDelta, TurnEvent } from '../history/turn-event.js';
import { printableText, type Paint } from './terminal.js';

const AGAIN = '[the model call is tried again: its text begins anew]';
const OTHERWISE = '[what was shown was not all of it]';
const MISSING = '[…]';

/** Makes the pieces, in the order of the events. */
export class LiveText {
  readonly #paint: Paint;
  /** What was shown of the step's text that no message has confirmed yet. */
  #shown = '';
  /** Part of the text was never seen: the message must be shown whole. */
  #patchy = false;
  #midLine = false;
  #step = 0;
  /** What the messages of the step say. */
  #said = '';

  constructor(paint: Paint) {
    this.#paint = paint;
  }

  /** What to print for an event, before anything else is printed of it. */
  of(event: TurnEvent): string {
    switch (event.type) {
      case 'text-delta':
        return this.#delta(event);
      case 'message':
        return this.#message(event.step, event.text);
      case 'turn-restarted':
        this.#begin(0);
        return this.#endLine();
      default:
        return this.#endLine();
    }
  }

  /** Whether the last step said just this, so that it stands on the screen; as text or, when it is no text, as JSON. */
  showed(output: unknown): boolean {
    if (typeof output === 'string') return this.#said === output;
    try {
      return JSON.stringify(JSON.parse(this.#said)) === JSON.stringify(output);
    } catch {
      return false;
    }
  }

  #delta({ step, text, restart, missing }: TextDelta): string {
    let piece = '';
    if (step !== this.#step) this.#begin(step);
    if (restart) {
      piece += this.#notice(AGAIN);
      this.#begin(step);
    }
    if (missing) {
      piece += this.#print(MISSING);
      this.#patchy = true;
    }
    this.#shown += text;
    return piece + this.#print(text);
  }

  #message(step: number, text: string): string {
    if (step !== this.#step) this.#begin(step);
    const shown = this.#shown;
    const patchy = this.#patchy;
    this.#said += text;
    if (!patchy && text.startsWith(shown)) {
      this.#shown = '';
      return this.#print(text.slice(shown.length)) + this.#endLine();
    }
    if (!patchy && shown.startsWith(text)) {
      // The rest of what was shown is of the next message of this answer.
      this.#shown = shown.slice(text.length);
      return '';
    }
    this.#shown = '';
    this.#patchy = false;
    return this.#notice(OTHERWISE) + this.#print(text) + this.#endLine();
  }

  #begin(step: number): void {
    this.#step = step;
    this.#shown = '';
    this.#patchy = false;
    this.#said = '';
  }

  #notice(text: string): string {
    return `${this.#endLine()}${this.#paint('notice', text)}\n`;
  }

  #print(text: string): string {
    const printed = printableText(text);
    if (printed !== '') this.#midLine = !printed.endsWith('\n');
    return printed;
  }

  #endLine(): string {
    const end = this.#midLine ? '\n' : '';
    this.#midLine = false;
    return end;
  }
}
