/** Text cut to a length and made well formed. Rule: nothing that leaves a definition as text is unbounded or broken. Pure. */
import { wellFormed } from '../protocol/well-formed.js';

/** Well-formed text of at most `maxChars` characters (UTF-16 units); what was cut ends in `…`. */
export function boundedText(text: string, maxChars: number): string {
  if (text.length <= maxChars) return wellFormed(text);
  const cut = text.slice(0, maxChars - 1);
  // A cut between the two halves of a character would leave half of it.
  return `${wellFormed(cut.replace(/[\uD800-\uDBFF]$/, ''))}…`;
}
