/** What the model is given of a foreign worker's result; the workflow and readers of history derive it alike. */

/** A text as it is; anything else as JSON; nothing as the empty text. */
export function foreignOutput(result: unknown): string {
  if (result === undefined || result === null) return '';
  return typeof result === 'string' ? result : JSON.stringify(result);
}
