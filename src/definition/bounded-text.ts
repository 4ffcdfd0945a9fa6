/** Text cut to a length and made well formed. Rule: nothing that leaves a definition as text is unbounded or broken. Pure. */

/** Replaces each lone surrogate, which UTF-8 can't hold, by U+FFFD. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}

/** Well-formed text of at most `maxChars` characters (UTF-16 units); what was cut ends in `…`. */
export function boundedText(text: string, maxChars: number): string {
  if (text.length <= maxChars) return wellFormed(text);
  const cut = text.slice(0, maxChars - 1);
  // A cut between the two halves of a character would leave half of it.
  return `${wellFormed(cut.replace(/[\uD800-\uDBFF]$/, ''))}…`;
}
