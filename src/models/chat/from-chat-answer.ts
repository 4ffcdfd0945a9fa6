/**
 * From a Chat Completions answer to items. Pure but for minted ids. Rule: calls are acted on whatever `finish_reason`
 * says, and fields that the service added (`reasoning_content`, `extra_content`, …) are kept to go back to it.
 */
import type { Finish } from '../../contract/call-model.js';
import type { Repair } from '../../contract/repair.js';
import type { Item } from '../../protocol/item.js';
import { NO_USAGE, type Usage } from '../../protocol/usage.js';
import { AnswerUnreadable } from '../answer-unreadable.js';
import type { ModelAnswer } from '../model.js';
import { repairCalls } from '../repair-calls.js';

type Fields = Record<string, unknown>;

/**
 * The items, usage and end of an answer.
 * @throws {AnswerUnreadable} when the body has no message.
 */
export function fromChatAnswer(body: unknown, mint: () => string): ModelAnswer {
  const choice = fields(list(fields(body).choices)[0]);
  const message = fields(choice.message);
  if (!isMessage(choice.message)) throw new AnswerUnreadable('chat completion', body);

  const sentCalls = callsOf(message);
  const { calls, repairs } = repairCalls(sentCalls.map(sentCall), mint);
  const items: { item: Item; raw?: Fields }[] = [];
  const text = contentText(message.content);
  const refusal = typeof message.refusal === 'string' ? message.refusal : '';
  const messageRaw = unknownFields(message, KNOWN_MESSAGE);
  if (text !== '' || refusal !== '' || calls.length === 0) items.push({ item: assistantMessage(text, refusal) });
  calls.forEach((call, i) => {
    const raw = unknownFields(sentCalls[i]!, KNOWN_CALL);
    items.push({ item: callItem(call, sentCalls[i]!), ...(raw && { raw: { call: raw } }) });
  });
  if (messageRaw) items[0] = { ...items[0]!, raw: { ...items[0]!.raw, message: messageRaw } };
  return { items, usage: usageOf(fields(body).usage), ...finishOf(choice.finish_reason, calls.length, repairs) };
}

const KNOWN_MESSAGE = new Set(['role', 'content', 'refusal', 'tool_calls', 'annotations', 'audio', 'function_call']);
const KNOWN_CALL = new Set(['id', 'type', 'function', 'custom', 'index']);

/** Whether this is a message at all: what can't be read must not pass for an empty answer. */
function isMessage(message: unknown): boolean {
  const { content, tool_calls: calls, refusal } = fields(message);
  const isObject = typeof message === 'object' && message !== null && !Array.isArray(message);
  const isText = (value: unknown) => value === undefined || value === null || typeof value === 'string';
  const isList = (value: unknown) => value === undefined || value === null || Array.isArray(value);
  return isObject && (isText(content) || isList(content)) && isList(calls) && isText(refusal);
}

/** The calls of a message; the API's older form had one, under `function_call`, without an id. */
function callsOf(message: Fields): Fields[] {
  const calls = list(message.tool_calls).map(fields);
  if (calls.length > 0 || typeof message.function_call !== 'object' || message.function_call === null) return calls;
  return [{ type: 'function', function: message.function_call }];
}

function sentCall(call: Fields) {
  if (call.type === 'custom') {
    const custom = fields(call.custom);
    // Its input is free text, so there are no arguments to repair; the item takes the input as it came.
    return { id: call.id, name: custom.name, arguments: '{}' };
  }
  const called = fields(call.function);
  return { id: call.id, name: called.name, arguments: called.arguments };
}

function callItem(call: { id: string; name: string; arguments: string }, sent: Fields): Item {
  if (sent.type === 'custom') {
    const { input } = fields(sent.custom);
    return {
      type: 'custom_tool_call',
      call_id: call.id,
      name: call.name,
      input: typeof input === 'string' ? input : '',
    };
  }
  return { type: 'function_call', call_id: call.id, name: call.name, arguments: call.arguments };
}

function assistantMessage(text: string, refusal: string): Item {
  if (refusal === '') return { type: 'message', role: 'assistant', content: text };
  const parts = [...(text === '' ? [] : [{ type: 'output_text', text }]), { type: 'refusal', refusal }];
  return { type: 'message', role: 'assistant', content: parts };
}

/** Some services answer with content parts where the API says text. */
function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  return list(content)
    .map((part) => fields(part).text)
    .filter((text) => typeof text === 'string')
    .join('');
}

function finishOf(reason: unknown, calls: number, repairs: Repair[]): { finish: Finish; repairs: Repair[] } {
  if (reason === 'length' || reason === 'content_filter') return { finish: reason, repairs };
  const told = reason === 'tool_calls' || reason === 'function_call';
  if (told !== calls > 0) {
    repairs.push({ kind: 'finish_reason', detail: `finish_reason is ${JSON.stringify(reason)} with ${calls} calls` });
  }
  return { finish: 'stop', repairs };
}

function usageOf(value: unknown): Usage {
  if (typeof value !== 'object' || value === null) return NO_USAGE;
  const usage = fields(value);
  const inputTokens = count(usage.prompt_tokens);
  const outputTokens = count(usage.completion_tokens);
  const cached = count(fields(usage.prompt_tokens_details).cached_tokens);
  const reasoning = count(fields(usage.completion_tokens_details).reasoning_tokens);
  return {
    inputTokens,
    outputTokens,
    totalTokens: count(usage.total_tokens) || inputTokens + outputTokens,
    ...(cached > 0 && { cachedTokens: cached }),
    ...(reasoning > 0 && { reasoningTokens: reasoning }),
  };
}

function unknownFields(from: Fields, known: ReadonlySet<string>): Fields | undefined {
  const rest = Object.entries(from).filter(
    ([field, value]) => !known.has(field) && value !== null && value !== undefined,
  );
  return rest.length > 0 ? Object.fromEntries(rest) : undefined;
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}
