/** The lines that `run` prints while a turn goes on, from its events. Rule: a line can't obey what a model or a tool wrote. */
import { compactedText } from '../contract/compact.js';
import { printable } from '../history/printable.js';
import type { EventCall, TurnEvent } from '../history/turn-event.js';
import { duration } from '../history/waterfall.js';
import { callSummary } from '../protocol/call-summary.js';
import type { Paint } from './terminal.js';
import { decidedText, troubleText } from './turn-text.js';

const WIDTH = 120;
/** Ids are copied, so they are whole. */
const APPROVAL_WIDTH = 400;

/** Makes lines of events, in order. What the model says is held back until it is known not to be the answer itself. */
export class LiveLines {
  readonly #paint: Paint;
  #said: string | undefined;

  constructor(paint: Paint) {
    this.#paint = paint;
  }

  /** The lines for the next event. */
  of(event: TurnEvent): string[] {
    switch (event.type) {
      case 'message':
        this.#said = event.text;
        return [];
      case 'call-started':
        return [...this.#interim(), printable(`→ ${place(event)} ${summary(event)}`, WIDTH), ...turnLine(event)];
      case 'handed-over':
        return [printable(`⇒ agent ${event.agent} goes on`, WIDTH)];
      case 'call-finished':
        return [...this.#interim(), this.#finished(event)];
      case 'approval-requested':
        return [
          ...this.#interim(),
          this.#paint('notice', printable(`? ${place(event)} ${summary(event)}`, WIDTH)),
          asks(event),
        ];
      case 'approval-decided':
        return [printable(`${place(event)} ${event.name} ${decidedText(event)}`, WIDTH)];
      case 'steered':
        return [printable(`» ${event.text}`, WIDTH)];
      case 'compacted':
        return [...this.#interim(), this.#paint('notice', `⇢ compacted: ${compactedText(event)}`)];
      case 'turn-restarted': {
        this.#said = undefined;
        const since = event.afterStep === undefined ? 'of it before' : `after step ${event.afterStep}`;
        return [this.#paint('notice', `the turn was reset: what was told ${since} is void`)];
      }
      case 'turn-started':
        if (event.afterStep === undefined) return [];
        return [this.#paint('notice', `the runs of steps 1 to ${event.afterStep} were deleted`)];
      default:
        return [];
    }
  }

  /** A text beside calls is no answer: the model thinks aloud. */
  #interim(): string[] {
    const said = this.#said;
    this.#said = undefined;
    return said === undefined ? [] : [this.#paint('quiet', printable(`· ${said}`, WIDTH))];
  }

  #finished(event: TurnEvent & { type: 'call-finished' }): string {
    const { name, outcome, ms, attempts, output } = event;
    const took = ms === undefined ? '' : ` ${duration(ms)}`;
    const times = attempts > 1 ? ` ×${attempts}` : '';
    const head = `${place(event)} ${name} ${outcome}${took}${times}`;
    if (outcome === 'ok') return this.#paint('good', printable(`✓ ${head}`, WIDTH));
    return this.#paint('bad', printable(`✗ ${head}: ${troubleText(output)}`, WIDTH));
  }
}

function asks({ approvalId, otherwise, until, at }: TurnEvent & { type: 'approval-requested' }): string {
  return printable(`  waits for a person, ${duration(until - at)} until ${otherwise}: ${approvalId}`, APPROVAL_WIDTH);
}

function place({ step, position }: EventCall): string {
  return `${step}.${position}`;
}

/** Where a call that is a turn of its own can be watched. */
function turnLine({ turnId }: EventCall): string[] {
  return turnId === undefined ? [] : [printable(`  turn ${turnId}`, WIDTH)];
}

function summary(call: EventCall): string {
  try {
    return callSummary(call.name, JSON.parse(call.arguments));
  } catch {
    return `${call.name}(${call.arguments})`;
  }
}
