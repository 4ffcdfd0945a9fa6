/**
 * From a Chat Completions answer to items. Pure but for minted ids. Rule: calls are acted on whatever `finish_reason`
 * says, and fields that the service added (`reasoning_content`, `extra_content`, …) are kept to go back to it.
 */
import type { Finish } from '../../contract/call-model.js';
import type { Repair } from '../../contract/repair.js';
import type { Item } from '../../protocol/item.js';
import { fieldsOf, isJson, listOf, type Json } from '../../protocol/json.js';
import { AnswerFailed } from '../answer-faults.js';
import { AnswerUnreadable } from '../answer-unreadable.js';
import type { ModelAnswer } from '../model.js';
import { repairCalls, type RepairedCall, type SentCall } from '../repair-calls.js';
import { unpackParallel } from '../unpack-parallel.js';
import { answerMessage, assistant } from './answer-message.js';
import { reported } from '../json-events.js';
import { tokenUsage } from '../token-usage.js';

/**
 * The items, usage and end of an answer. `offered` are the names of the tools that the request offered.
 * @throws {AnswerUnreadable} when the body has no message; {AnswerFailed} when it is a fault told with status 200.
 */
export function fromChatAnswer(
  body: unknown,
  mint: () => string,
  offered: ReadonlySet<string> = new Set(),
): ModelAnswer {
  const choices = listOf(fieldsOf(body).choices);
  const choice = fieldsOf(choices[0]);
  const fault = [fieldsOf(body), choice].find(({ error }) => error !== undefined && error !== null);
  if (fault && (choice.message === undefined || fault === choice)) throw new AnswerFailed(reported(fault));
  const message = fieldsOf(choice.message);
  if (!isMessage(choice.message)) throw new AnswerUnreadable('chat completion', body);

  const repairs: Repair[] = [];
  if (choices.length > 1) repairs.push({ kind: 'choices', detail: `the first of ${choices.length} choices was read` });
  const said = answerMessage(message);
  const sent = sentCalls(message, repairs);
  const unpacked = unpackParallel(sent.map(readCall), offered, mint);
  const repaired = repairCalls(unpacked.calls, mint);
  repairs.push(...said.repairs, ...unpacked.repairs, ...repaired.repairs);

  const items: { item: Item; raw?: Json }[] = [];
  if (said.item) items.push({ item: said.item });
  else if (sent.length === 0) items.push({ item: assistant('', '', []) });
  repaired.calls.forEach((call, i) => {
    const { source } = unpacked.calls[i]!;
    const first = source !== unpacked.calls[i - 1]?.source;
    const raw = first ? unknownFields(sent[source]!, KNOWN_CALL) : undefined;
    items.push({ item: callItem(call, sent[source]!), ...(raw && { raw: { call: raw } }) });
  });
  const raw = { ...unknownFields(message, KNOWN_MESSAGE), ...said.raw };
  if (Object.keys(raw).length > 0) items[0] = { ...items[0]!, raw: { ...items[0]!.raw, message: raw } };
  const finish = finishOf(choice.finish_reason, sent.length, repairs);
  return { items, usage: tokenUsage(fieldsOf(body).usage, 'prompt', 'completion'), finish, repairs };
}

const KNOWN_MESSAGE = new Set(['role', 'content', 'refusal', 'tool_calls', 'annotations', 'audio', 'function_call']);
const KNOWN_CALL = new Set(['id', 'type', 'function', 'custom', 'index']);

/** Whether this is a message at all: what can't be read must not pass for an empty answer. */
function isMessage(message: unknown): boolean {
  const { content, tool_calls: calls, refusal } = fieldsOf(message);
  const isText = (value: unknown) => value === undefined || value === null || typeof value === 'string';
  const isList = (value: unknown) => value === undefined || value === null || Array.isArray(value);
  return isJson(message) && (isText(content) || isList(content)) && isList(calls) && isText(refusal);
}

/** The calls of a message; the API's older form had one, under `function_call`, without an id. */
function sentCalls(message: Json, repairs: Repair[]): Json[] {
  const calls = listOf(message.tool_calls).map(fieldsOf);
  const old = fieldsOf(message.function_call);
  // Some services send the old field, empty, beside the new one (Snowflake).
  if (calls.length > 0 || (!old.name && !old.arguments)) return calls;
  repairs.push({ kind: 'function_call', detail: 'the call came as function_call, the old form' });
  return [{ type: 'function', function: old }];
}

function readCall(call: Json): SentCall {
  // The input of a custom call is free text, so there are no arguments to repair; the item takes it as it came.
  if (isCustom(call)) return { id: call.id, name: fieldsOf(call.custom).name, arguments: '{}' };
  const called = fieldsOf(call.function);
  return { id: call.id, name: called.name, arguments: called.arguments };
}

function isCustom(call: Json): boolean {
  return call.type === 'custom' || (call.function === undefined && isJson(call.custom));
}

function callItem({ id, name, arguments: args }: RepairedCall, sent: Json): Item {
  if (!isCustom(sent)) return { type: 'function_call', call_id: id, name, arguments: args };
  const { input } = fieldsOf(sent.custom);
  return { type: 'custom_tool_call', call_id: id, name, input: typeof input === 'string' ? input : '' };
}

function finishOf(reason: unknown, calls: number, repairs: Repair[]): Finish {
  if (reason === 'length' || reason === 'content_filter') return reason;
  const told = reason === 'tool_calls' || reason === 'function_call';
  if (told !== calls > 0) {
    const why = `finish_reason is ${JSON.stringify(reason)?.slice(0, 100)} with ${calls} calls`;
    repairs.push({ kind: 'finish_reason', detail: why });
  }
  return 'stop';
}

/** Fields beyond the API's own; empty ones say nothing. */
function unknownFields(from: Json, known: ReadonlySet<string>): Json | undefined {
  const rest = Object.entries(from).filter(
    ([field, value]) => !known.has(field) && value !== null && value !== undefined,
  );
  return rest.length > 0 ? Object.fromEntries(rest) : undefined;
}
