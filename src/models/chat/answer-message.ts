/**
 * The text of a Chat Completions answer as a `message` item. Pure. Rule: refusals and annotations are kept in the form of
 * items, and content parts, which some services send where the API says text, are read.
 */
import type { Repair } from '../../contract/repair.js';
import type { Item } from '../../protocol/item.js';
import { fieldsOf, isJson, listOf, type Json } from '../../protocol/json.js';

/** What an answer's message says. */
export interface AnswerMessage {
  /** undefined when it says nothing. */
  readonly item?: Item;
  /** The content as it came, where parts of it (thinking) have no place in an item; it goes back to its service. */
  readonly raw?: { readonly content: unknown };
  readonly repairs: readonly Repair[];
}

/** Reads the content, refusal, annotations and spoken text of a message. */
export function answerMessage(message: Json): AnswerMessage {
  const { content } = message;
  const repairs: Repair[] = [];
  const parts = listOf(content).map(fieldsOf);
  if (Array.isArray(content)) {
    const kinds = [...new Set(parts.map(({ type }) => String(type).slice(0, 30)))].slice(0, 5).join(', ');
    repairs.push({ kind: 'content_parts', detail: `the text came as ${parts.length} parts: ${kinds || 'none'}` });
  }
  const text = (typeof content === 'string' ? content : joined(parts, 'text')) || spoken(message.audio);
  const refusal = (typeof message.refusal === 'string' && message.refusal) || joined(parts, 'refusal');
  const thinking = parts.some(({ type }) => type === 'thinking');
  return {
    ...((text !== '' || refusal !== '') && { item: assistant(text, refusal, listOf(message.annotations)) }),
    ...(thinking && { raw: { content } }),
    repairs,
  };
}

/** An assistant's message; plain text unless it has more to say. */
export function assistant(text: string, refusal: string, annotations: readonly unknown[]): Item {
  const notes = annotations.filter(isJson).map(annotation);
  if (refusal === '' && notes.length === 0) return { type: 'message', role: 'assistant', content: text };
  const said = { type: 'output_text', text, ...(notes.length > 0 && { annotations: notes }) };
  const content = [
    ...(text === '' && notes.length === 0 ? [] : [said]),
    ...(refusal === '' ? [] : [{ type: 'refusal', refusal }]),
  ];
  return { type: 'message', role: 'assistant', content };
}

/** Chat nests what a citation says under its type, items don't. */
function annotation({ type, ...rest }: Json): Json {
  const nested = typeof type === 'string' ? rest[type] : undefined;
  return isJson(nested) ? { ...nested, type } : { ...rest, type };
}

function joined(parts: readonly Json[], field: string): string {
  return parts
    .map((part) => part[field])
    .filter((text) => typeof text === 'string')
    .join('');
}

/** The words of an answer that was spoken. */
function spoken(audio: unknown): string {
  const { transcript } = fieldsOf(audio);
  return typeof transcript === 'string' ? transcript : '';
}
