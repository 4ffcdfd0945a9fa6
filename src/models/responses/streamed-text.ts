/**
 * Texts that a Responses stream sends in pieces: which events carry them, and where of an item they belong. Pure. Rule:
 * this table is the only place that knows the events. Source: openai/openai-openapi v2.3.0, ResponseStreamEvent; the
 * events of patches and shell commands are in recorded streams alone.
 */
import type { Json } from '../../protocol/json.js';

/** One kind of text. */
export interface StreamedText {
  /** Item type that holds such a text. */
  readonly item: string;
  /** Where in the item the text stands: field names and places in lists. */
  readonly path: (event: Json) => readonly (string | number)[];
  /** Type of the part that the text is the body of, for texts inside lists of parts. */
  readonly part?: string;
  /** Field of the closing event that holds the whole text. */
  readonly whole: string;
  /** It is said to the user. */
  readonly said?: true;
}

const place = (value: unknown) => (Number.isInteger(value) && Number(value) >= 0 ? Math.min(Number(value), 10_000) : 0);
const content = (field: string) => (event: Json) => ['content', place(event.content_index), field];
const whole =
  (...path: string[]) =>
  () =>
    path;

const TEXTS: ReadonlyMap<string, StreamedText> = new Map<string, StreamedText>([
  ['output_text', { item: 'message', path: content('text'), part: 'output_text', whole: 'text', said: true }],
  ['refusal', { item: 'message', path: content('refusal'), part: 'refusal', whole: 'refusal', said: true }],
  ['reasoning_text', { item: 'reasoning', path: content('text'), part: 'reasoning_text', whole: 'text' }],
  [
    'reasoning_summary_text',
    {
      item: 'reasoning',
      path: (event) => ['summary', place(event.summary_index), 'text'],
      part: 'summary_text',
      whole: 'text',
    },
  ],
  ['function_call_arguments', { item: 'function_call', path: whole('arguments'), whole: 'arguments' }],
  ['mcp_call_arguments', { item: 'mcp_call', path: whole('arguments'), whole: 'arguments' }],
  ['custom_tool_call_input', { item: 'custom_tool_call', path: whole('input'), whole: 'input' }],
  ['code_interpreter_call_code', { item: 'code_interpreter_call', path: whole('code'), whole: 'code' }],
  ['apply_patch_call_operation_diff', { item: 'apply_patch_call', path: whole('operation', 'diff'), whole: 'diff' }],
  [
    'shell_call_command',
    {
      item: 'shell_call',
      path: (event) => ['action', 'commands', place(event.command_index)],
      whole: 'command',
    },
  ],
]);

const EVENT = /^response\.(.+)\.(delta|done)$/;

/** The text that an event carries a piece of (`delta`) or whole (`done`); undefined for any other event. */
export function streamedText(event: Json): { text: StreamedText; value: string; end: 'delta' | 'done' } | undefined {
  const [, name = '', end] = EVENT.exec(String(event.type)) ?? [];
  const text = TEXTS.get(name);
  if (!text || (end !== 'delta' && end !== 'done')) return undefined;
  const value = event[end === 'delta' ? 'delta' : text.whole];
  return typeof value === 'string' ? { text, value, end } : undefined;
}
