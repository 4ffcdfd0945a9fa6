/**
 * How a structured answer is asked for, corrected and given. Rule: with `outputMode: 'tool'` the answer is a call like any
 * other to the service, so it gets exactly one result too. Texts for the model; pure.
 */
import { clip } from './outcome-text.js';

/** Name of the function whose arguments are the answer. No tool of such an agent may have it. */
export const FINAL_ANSWER = 'final_answer';

/** What the model is told of that function. */
export const FINAL_ANSWER_DESCRIPTION =
  'Gives your final answer: its arguments are the answer. Call it alone, once you have all that the answer needs.';

/** How often an answer that does not fit is returned to the model in one turn. */
export const CORRECTIONS = 2;

/** The result of a call whose arguments are the turn's answer. */
export const ACCEPTED = 'The answer was accepted.';

/** The result of an answer that came beside other calls: it was written before their results were known. */
export const NOT_ALONE = `Skipped: ${FINAL_ANSWER} was called together with other calls, whose results you did not know yet. Call it again, alone, once you have all that the answer needs.`;

const CORRECTION_BEGINS = 'Your answer does not fit what was asked for: ';

/** What a correction says; `problem` names what does not fit, a line a fault. */
export function correctionText(problem: string): string {
  return `${CORRECTION_BEGINS}${clip(problem, 1_000)}\nGive the whole answer again, so that it fits.`;
}

/** Whether a text is a correction: it stands in a user message, though no user said it. */
export function isCorrectionText(text: string): boolean {
  return text.startsWith(CORRECTION_BEGINS);
}
