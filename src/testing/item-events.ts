/**
 * The events between an output item's start and its end in a Responses stream, by the item's type; a type that is not
 * here comes whole. Pure. Source: openai/openai-openapi v2.3.0, ResponseStreamEvent; recorded streams for the order.
 */
import { fieldsOf, listOf, type Json } from './json.js';

/** An event without its sequence number and without the item that it belongs to. */
export type ItemEvent = Readonly<Record<string, unknown>> & { readonly type: string };
/** Cuts a text as the stream does. */
export type Cut = (text: string) => readonly string[];

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Text in pieces, then whole. `at` places it in its item; `field` holds the whole text in the event that closes it. */
function* spoken(name: string, text: string, at: Json, field: string, cut: Cut, more: Json = {}): Generator<ItemEvent> {
  for (const delta of cut(text)) yield { type: `${name}.delta`, ...at, delta, ...more };
  yield { type: `${name}.done`, ...at, [field]: text, ...more };
}

function* contentPart(part: Json, at: Json, cut: Cut): Generator<ItemEvent> {
  if (part.type === 'output_text') {
    yield* spoken('response.output_text', textOf(part.text), at, 'text', cut, { logprobs: [] });
  } else if (part.type === 'refusal') {
    yield* spoken('response.refusal', textOf(part.refusal), at, 'refusal', cut);
  } else yield* spoken('response.reasoning_text', textOf(part.text), at, 'text', cut);
}

/** A part as it is announced: with nothing in it yet. */
function emptyPart(part: Json): Json {
  const { type } = part;
  if (type === 'refusal') return { type, refusal: '' };
  return type === 'output_text' ? { type, annotations: [], logprobs: [], text: '' } : { type, text: '' };
}

function* annotated(part: Json, at: Json): Generator<ItemEvent> {
  for (const [index, annotation] of listOf(part.annotations).entries()) {
    yield { type: 'response.output_text.annotation.added', ...at, annotation_index: index, annotation };
  }
}

/** The parts of a message or of reasoning. The annotations come before the text is closed. */
function* content(item: Json, cut: Cut): Generator<ItemEvent> {
  for (const [index, part] of listOf(item.content).map(fieldsOf).entries()) {
    const at = { content_index: index };
    yield { type: 'response.content_part.added', ...at, part: emptyPart(part) };
    const events = [...contentPart(part, at, cut)];
    yield* events.slice(0, -1);
    yield* annotated(part, at);
    yield* events.slice(-1);
    yield { type: 'response.content_part.done', ...at, part };
  }
}

function* reasoning(item: Json, cut: Cut): Generator<ItemEvent> {
  for (const [index, part] of listOf(item.summary).map(fieldsOf).entries()) {
    const at = { summary_index: index };
    yield { type: 'response.reasoning_summary_part.added', ...at, part: { ...part, text: '' } };
    yield* spoken('response.reasoning_summary_text', textOf(part.text), at, 'text', cut);
    yield { type: 'response.reasoning_summary_part.done', ...at, part };
  }
  yield* content(item, cut);
}

/** An item whose events say only how far it has come. */
const stages =
  (type: string, ...names: readonly string[]) =>
  (): ItemEvent[] =>
    names.map((name) => ({ type: `response.${type}.${name}` }));

const STREAMED = new Map<unknown, (item: Json, cut: Cut) => Iterable<ItemEvent>>([
  ['message', content],
  ['reasoning', reasoning],
  [
    'function_call',
    ({ arguments: args }: Json, cut: Cut) =>
      spoken('response.function_call_arguments', textOf(args), {}, 'arguments', cut),
  ],
  [
    'custom_tool_call',
    ({ input }: Json, cut: Cut) => spoken('response.custom_tool_call_input', textOf(input), {}, 'input', cut),
  ],
  ['web_search_call', stages('web_search_call', 'in_progress', 'searching', 'completed')],
  ['file_search_call', stages('file_search_call', 'in_progress', 'searching', 'completed')],
  ['image_generation_call', stages('image_generation_call', 'in_progress', 'generating', 'completed')],
  ['mcp_list_tools', stages('mcp_list_tools', 'in_progress', 'completed')],
  [
    'mcp_call',
    ({ arguments: args }: Json, cut: Cut) => [
      { type: 'response.mcp_call.in_progress' },
      ...spoken('response.mcp_call_arguments', textOf(args), {}, 'arguments', cut),
      { type: 'response.mcp_call.completed' },
    ],
  ],
  [
    'code_interpreter_call',
    ({ code }: Json, cut: Cut) => [
      { type: 'response.code_interpreter_call.in_progress' },
      ...spoken('response.code_interpreter_call_code', textOf(code), {}, 'code', cut),
      { type: 'response.code_interpreter_call.interpreting' },
      { type: 'response.code_interpreter_call.completed' },
    ],
  ],
]);

/** Fields that fill while an item is streamed; the item is announced with them empty. */
const FILLED: ReadonlyMap<unknown, Json> = new Map([
  ['message', { content: [] }],
  ['reasoning', { summary: [] }],
  ['function_call', { arguments: '' }],
  ['custom_tool_call', { input: '' }],
  ['mcp_call', { arguments: '' }],
  ['code_interpreter_call', { code: '' }],
]);

/** An item as it is announced. */
function announced(item: Json): Json {
  const empty = FILLED.get(item.type);
  // What comes whole is announced whole, too.
  if (!empty) return item;
  return { ...item, ...empty, ...(item.status !== undefined && { status: 'in_progress' }) };
}

/** All events of one item. */
export function itemEvents(item: Json, place: number, cut: Cut): ItemEvent[] {
  const inside = STREAMED.get(item.type)?.(item, cut) ?? [];
  const where = { ...(item.id !== undefined && { item_id: item.id }), output_index: place };
  return [
    { type: 'response.output_item.added', output_index: place, item: announced(item) },
    ...[...inside].map((event) => ({ ...event, ...where })),
    { type: 'response.output_item.done', output_index: place, item },
  ];
}
