/** How alike two texts are: the share of their words that both have. Pure. */

/** The words of a text, lower case, each once; names count word by word (`getOrders` and `get_orders` alike). */
export function wordsOf(text: string): ReadonlySet<string> {
  const parted = text.replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2').toLowerCase();
  return new Set(parted.match(/[\p{L}\p{N}]+/gu) ?? []);
}

/** From 0, no word in common, to 1, the same words: those in both, divided by those in either (the Jaccard index). */
export function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const both = [...a].filter((word) => b.has(word)).length;
  const either = a.size + b.size - both;
  return either === 0 ? 0 : both / either;
}
