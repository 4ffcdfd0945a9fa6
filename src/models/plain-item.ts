/**
 * Items in the form that every service takes back: text, function calls, custom calls and their results, without what
 * the service that made them added. Pure. Rule: what is left out is said, never silently lost.
 */
import type { Repair, RepairKind } from '../contract/repair.js';
import { answeredIdOf, callIdOf, callKindOf, type CallKind } from '../protocol/call-kind.js';
import { textOf, type Item } from '../protocol/item.js';
import { isJson } from '../protocol/json.js';

/** What was left out of one item. */
export type LeftOut = Extract<RepairKind, `dropped_${string}`>;

/** What was left out of a request, as repairs: one a kind, with the number of items. */
export function leftOutRepairs(counts: ReadonlyMap<LeftOut, number>): Repair[] {
  return [...counts].map(([kind, count]) => ({ kind, detail: LEFT_OUT[kind](count) }));
}

const LEFT_OUT: Readonly<Record<LeftOut, (count: number) => string>> = {
  dropped_reasoning: (count) => `${count} reasoning ${items(count)} did not go into the request`,
  dropped_hosted: (count) =>
    `${count} ${items(count)} of tools that a service ran by itself did not go into the request`,
  dropped_added: (count) =>
    `${count} ${items(count)} went into the request without ids or fields that a service had added`,
};

function items(count: number): string {
  return count === 1 ? 'item' : 'items';
}

/** An item of another service's answer without what that service added; no item when nothing else is left. */
export function plainItem(item: Item): { item?: Item; leftOut?: LeftOut } {
  if (item.type === 'reasoning') return { leftOut: 'dropped_reasoning' };
  const plain = item.type === 'message' ? plainMessage(item) : plainCall(item);
  if (!plain) return item.type === 'message' ? {} : { leftOut: 'dropped_hosted' };
  if (typeof item.id === 'string' && item.id !== plain.call_id) return { item: plain, leftOut: 'dropped_added' };
  return { item: plain };
}

/** A model's message as plain text: parts of an answer can only go back with the id that their service gave. */
function plainMessage(item: Item): Item | undefined {
  const text = textOf(item);
  return text === '' ? undefined : { type: 'message', role: 'assistant', content: text };
}

/** A call: functions and custom tools exist everywhere, any other kind goes as a function of its name. */
function plainCall(item: Item): Item | undefined {
  const kind = callKindOf(item);
  if (!kind) return undefined;
  const call_id = callIdOf(item, kind);
  const name = kind.nameOf(item);
  if (isCustom(kind)) return { type: 'custom_tool_call', call_id, name, input: kind.argumentsOf(item) };
  return { type: 'function_call', call_id, name, arguments: kind.argumentsOf(item) || '{}' };
}

/** The result of a call that went in plain form. */
export function plainResult(item: Item, kind: CallKind): Item {
  const call_id = answeredIdOf(item, kind);
  if (isCustom(kind)) return { type: 'custom_tool_call_output', call_id, output: plainOutput(item) };
  return { type: 'function_call_output', call_id, output: plainOutput(item) };
}

/** Text and lists of parts as they are, a screenshot as the picture that it is, anything else as JSON. */
function plainOutput({ type, output, reason }: Item): unknown {
  const given = output ?? reason ?? '';
  if (typeof given === 'string') return given;
  if (isJson(given) && typeof given.image_url === 'string') {
    return [{ type: 'input_image', image_url: given.image_url, detail: 'auto' }];
  }
  const isParts = Array.isArray(given) && (type === 'function_call_output' || type === 'custom_tool_call_output');
  return isParts ? given : JSON.stringify(given);
}

function isCustom(kind: CallKind): boolean {
  return kind.call === 'custom_tool_call';
}
