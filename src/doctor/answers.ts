/** The answers of a conversation: which calls were made together, and which results stand directly after them. Pure. */
import type { CallPart, Part, ResultPart } from './part.js';

/** The calls of one answer of the model. */
export interface Answer {
  readonly calls: CallPart[];
  /** Results directly after it, whatever they answer. */
  readonly run: ResultPart[];
  /** Results that stand apart from it, before the next answer. */
  readonly late: ResultPart[];
}

/** The answers of a conversation and where they end. */
export interface Answers {
  /** Those with calls, in order. */
  readonly answers: readonly Answer[];
  /** Parts that can't belong to the answer before them. */
  readonly ends: ReadonlySet<Part>;
}

/** The answers; they begin and end where the contract (`findViolations`) says. */
export function answersOf(parts: readonly Part[]): Answers {
  const answers: Answer[] = [];
  const ends = new Set<Part>();
  let open: Answer | undefined;
  let answered = false;
  parts.forEach((part, index) => {
    if (part.kind === 'result') {
      if (open) open.run.push(part);
      else answers.at(-1)?.late.push(part);
      answered ||= open?.calls.some((call) => call.callId === part.callId) ?? false;
      return;
    }
    const input = part.item.type === 'message' && part.item.role !== 'assistant';
    if (answered || input || part.element.step !== parts[index - 1]?.element.step) {
      ends.add(part);
      open = undefined;
      answered = false;
    }
    if (part.kind === 'other') return;
    if (!open) answers.push((open = { calls: [], run: [], late: [] }));
    open.calls.push(part);
  });
  return { answers, ends };
}
