/**
 * An item: one Responses API input or output item, the only form in which everycall keeps what was said.
 * Unknown item types and unknown fields pass through untouched, so the type is open on purpose.
 */
export interface Item {
  /** The Responses API item type: `message`, `function_call`, `function_call_output`, `reasoning`, … */
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Who speaks in a `message` item. */
export type Role = 'user' | 'assistant' | 'system' | 'developer';

/** A `message` item whose content is plain text. */
export function message(role: Role, text: string): Item {
  return { type: 'message', role, content: text };
}

/** What a `message` item says when the model refuses; '' when it doesn't. */
export function refusalOf(item: Item): string {
  if (item.type !== 'message' || !Array.isArray(item.content)) return '';
  return item.content
    .map((part: { refusal?: unknown } | null) => part?.refusal)
    .filter((text) => typeof text === 'string')
    .join('');
}

/** The plain text of a `message` item: its text parts joined, refusals included; '' for any other item. */
export function textOf(item: Item): string {
  if (item.type !== 'message') return '';
  if (typeof item.content === 'string') return item.content;
  if (!Array.isArray(item.content)) return '';
  return item.content
    .map((part: { text?: unknown; refusal?: unknown } | null) => part?.text ?? part?.refusal)
    .filter((text) => typeof text === 'string')
    .join('');
}
