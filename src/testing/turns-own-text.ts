/** Texts that stand in user messages though no user said them: the turn itself did. Pure. */
import { isCorrectionText } from '../protocol/final-answer.js';
import { isEditedText } from '../protocol/outcome-text.js';

/** Whether the turn itself said a text. */
export function isTurnsOwn(text: string): boolean {
  return isCorrectionText(text) || isEditedText(text);
}
