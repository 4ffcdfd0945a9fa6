/**
 * Rows R1, R2 and R10: each call has exactly one output after it, among the request's items and those of the responses
 * before it. An id may come again once its call was answered. Walked once, in order. Pure.
 */
import { answeredIdField, callKindOf, resultKindOf, type CallKind } from '../../protocol/call-kind.js';
import type { Item } from '../../protocol/item.js';
import type { Json } from '../json.js';
import { invalid, type Refusal } from '../refusal.js';
import type { ResponsesRefusalOptions } from './memory.js';
import { wholeInput } from './whole-input.js';

/** The words of a kind of call. Source of `custom tool call`: diegosouzapw/OmniRoute#8946; the others by its likeness. */
function wordsOf({ call }: CallKind): string {
  return call.replaceAll('_', ' ');
}

/** R1. Source: router-for-me/CLIProxyAPI#2368. */
function hole(kind: CallKind, id: string): Refusal {
  return invalid('R1', `No tool output found for ${wordsOf(kind)} ${id}.`, 'input');
}

/** R2. Source: microsoft/vscode#320060, continuedev/continue#10092. */
function stray(kind: CallKind, id: string): Refusal {
  return invalid('R2', `No tool call found for ${wordsOf(kind)} output with call_id ${id}.`, 'input');
}

/** R10, in the form of R5: the service's own words are not known. */
function again(id: string): Refusal {
  const hint = 'Remove duplicate items from your input and try again.';
  return invalid('R10', `Duplicate item found with id ${id}. ${hint}`, 'input');
}

/** Whether a call has to be answered: an approval may be left open. */
function demandsOutput(item: Json, kind: CallKind): boolean {
  return kind.call !== 'mcp_approval_request' && typeof item[kind.callIdField] === 'string';
}

/** The first call without an output, output without a call, or second output. */
export function pairing(body: Json, options: ResponsesRefusalOptions): Refusal | undefined {
  const { before, own } = wholeInput(body, options);
  const open = new Map<string, CallKind>();
  const answered = new Set<string>();
  for (const item of [...before, ...own] as Item[]) {
    const call = callKindOf(item);
    if (call && demandsOutput(item, call)) {
      const id = String(item[call.callIdField]);
      if (open.has(id)) return again(id);
      open.set(id, call);
    }
    const result = resultKindOf(item);
    if (!result || result.call === 'mcp_approval_request') continue;
    const id = String(item[answeredIdField(item, result)]);
    if (open.get(id)?.call === result.call) {
      open.delete(id);
      answered.add(id);
    } else return answered.has(id) ? again(id) : stray(result, id);
  }
  const [first] = open;
  return first && hole(first[1], first[0]);
}
