/**
 * Texts without half characters. Rule: a text from a model, a service or a tool that becomes a string of Temporal's
 * protocol (an activity id, a failure's message or type) is well formed: a lone surrogate is no UTF-8, and the SDK's core
 * answers it by shutting the worker down, and the next worker that takes the task, too. Pure.
 */

/** In `u` mode a pair is one character, so this finds lone surrogates alone. */
const LONE_SURROGATES = /\p{Surrogate}/gu;

/** The text with each lone surrogate replaced by U+FFFD. */
export function wellFormed(text: string): string {
  return text.replace(LONE_SURROGATES, '\uFFFD');
}
