/**
 * Mends the items of a Responses answer. Rule: an item stays verbatim, unknown types and fields included; only what
 * would make the transcript ill formed is changed, and each change is counted.
 */
import type { Repair } from '../../contract/repair.js';
import { callKindOf, resultKindOf, type CallKind } from '../../protocol/call-kind.js';
import type { Item } from '../../protocol/item.js';
import { isJson } from '../../protocol/json.js';
import { clip } from '../../protocol/outcome-text.js';
import { serviceRunCalls } from '../../protocol/service-run.js';
import { ID_LENGTH, repairCalls, type RepairedCall, type SentCall } from '../repair-calls.js';
import { unpackParallel } from '../unpack-parallel.js';

/** The items of an answer, well formed. `mint` makes a new call id; `offered` are the names of the tools on offer. */
export function repairItems(
  output: readonly unknown[],
  mint: () => string,
  offered: ReadonlySet<string>,
): { items: Item[]; repairs: Repair[] } {
  const repairs: Repair[] = [];
  const read = output.flatMap((sent) => readItem(sent, repairs));
  const answered = serviceRunCalls(read);
  const ownResults = new Set(answered.values());
  const kept = read.filter((item) => {
    if (!resultKindOf(item) || ownResults.has(item)) return true;
    repairs.push({ kind: 'stray_result', detail: `the answer held a ${item.type} for none of its calls` });
    return false;
  });

  const calls = kept.filter((item) => callKindOf(item));
  const unpacked = unpackParallel(calls.map(sentCall), offered, mint);
  const mended = repairCalls(unpacked.calls, mint, ID_LENGTH.responses);
  const byCall = new Map(
    calls.map((call, i) => [call, mended.calls.filter((_, n) => unpacked.calls[n]!.source === i)]),
  );
  const callOf = new Map([...answered].map(([call, result]) => [result, call]));
  const items = kept.flatMap((item): Item[] => {
    const ofCall = byCall.get(item);
    // Of several calls that came out of one, the first keeps the item's id: an id may stand in a conversation once.
    const { id: _, ...nameless } = item;
    if (ofCall) return ofCall.map((call, n) => mendCall(n === 0 ? item : (nameless as Item), callKindOf(item)!, call));
    const call = callOf.get(item);
    return [call ? withField(item, resultKindOf(item)!.resultIdField, byCall.get(call)![0]!.id) : item];
  });
  return { items, repairs: [...repairs, ...unpacked.repairs, ...mended.repairs] };
}

/** An element of `output` as an item; nothing when it can't be one. */
function readItem(sent: unknown, repairs: Repair[]): Item[] {
  if (!isJson(sent)) return drop(sent, repairs);
  const type = typeof sent.type === 'string' && sent.type !== '' ? sent.type : undefined;
  if (type === undefined && sent.role === undefined) return drop(sent, repairs);
  const item: Item = type === undefined ? { ...sent, type: 'message' } : (sent as Item);
  if (item.type !== 'message' || item.role === 'assistant') return [item];
  // Any other role would be read as input that came after the answer.
  repairs.push({ kind: 'role', detail: `a message of the answer has the role ${printed(item.role)}` });
  return [{ ...item, role: 'assistant' }];
}

function drop(sent: unknown, repairs: Repair[]): [] {
  repairs.push({ kind: 'no_item', detail: `the answer's output held ${printed(sent)}` });
  return [];
}

function printed(value: unknown): string {
  return value === undefined ? 'none' : clip(JSON.stringify(value), 200);
}

function sentCall(item: Item): SentCall {
  const kind = callKindOf(item)!;
  const id = item[kind.callIdField];
  if (item.type === 'function_call') return { id, name: item.name, arguments: item.arguments };
  // Only functions have arguments in JSON, and only names of functions and custom tools are ours.
  return { id, name: item.type === 'custom_tool_call' ? item.name : 'its_own', arguments: '{}' };
}

function mendCall(item: Item, kind: CallKind, { id, name, arguments: text }: RepairedCall): Item {
  const mended = withField(item, kind.callIdField, id);
  if (item.type === 'function_call') return withField(withField(mended, 'name', name), 'arguments', text);
  if (item.type !== 'custom_tool_call') return mended;
  return withField(withField(mended, 'name', name), 'input', kind.argumentsOf(item));
}

/** The item itself when the field has that value already. */
function withField(item: Item, field: string, value: string): Item {
  return item[field] === value ? item : { ...item, [field]: value };
}
