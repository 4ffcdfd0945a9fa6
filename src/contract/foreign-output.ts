/**
 * What the model is given of a foreign worker's result; the workflow and readers of history derive it alike. Rule: that
 * worker knows no bounds, so they are held here; and what has no text is named, never told as something else.
 */
import type { OutputPolicy } from '../definition/policy.js';
import { cutText, firstItems } from '../protocol/cut-text.js';
import { wellFormed } from '../protocol/well-formed.js';

/** A text as it is; anything else as JSON; nothing as the empty text. What is beyond the bounds is cut, visibly. */
export function foreignOutput(result: unknown, { maxChars, maxItems = Infinity }: Partial<OutputPolicy> = {}): string {
  if (result instanceof Uint8Array) return `[${result.length} bytes, which can't be shown: return a text]`;
  const told = Array.isArray(result) && result.length > maxItems ? firstItems(result, maxItems) : result;
  const text = wellFormed(textOf(told));
  return maxChars === undefined ? text : cutText(text, { chars: maxChars }).text;
}

function textOf(result: unknown): string {
  if (result === undefined || result === null) return '';
  return typeof result === 'string' ? result : JSON.stringify(result);
}
