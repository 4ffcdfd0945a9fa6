/**
 * Repairs calls at the provider's edge, so that the transcript inside is always well formed. Rule: well-formed ids stay
 * verbatim, nothing is guessed, and each repair is counted and says what was found.
 */
import type { Repair, RepairKind } from '../contract/repair.js';
import { isJson } from '../protocol/json.js';
import { clip } from '../protocol/outcome-text.js';
import { wellFormed } from '../protocol/well-formed.js';

/** A call as a service sent it. */
export interface SentCall {
  readonly id: unknown;
  readonly name: unknown;
  readonly arguments: unknown;
}

/** A well-formed call. */
export interface RepairedCall {
  readonly id: string;
  readonly name: string;
  /** JSON text of an object. */
  readonly arguments: string;
}

/** Longest ids that the APIs take back (microsoft/autogen#6377, AnswerDotAI/fastllm#45). */
export const ID_LENGTH = { chat: 40, responses: 64 } as const;
/** Names that services take back in a conversation (run-llama/llama_index#16093, mcp-use/mcp-use#90). */
const NAME = /^[a-zA-Z0-9_-]{1,64}$/;

/** Repairs the calls of one answer; ids are unique among them afterwards. `mint` makes a new id. */
export function repairCalls(
  sent: readonly SentCall[],
  mint: () => string,
  idLength: number = ID_LENGTH.chat,
): { calls: RepairedCall[]; repairs: Repair[] } {
  const repairs: Repair[] = [];
  const taken = new Set<string>();
  const calls = sent.map((call, position) => {
    const note = (kind: RepairKind, detail: string) =>
      repairs.push({ kind, callId: id, detail: `call ${position}: ${clip(detail, 200)}` });
    let id = typeof call.id === 'string' ? call.id : '';
    const fault = idFault(id, taken, idLength);
    if (fault) {
      const was = id;
      do id = mint();
      while (taken.has(id));
      note(fault, `the id ${JSON.stringify(clip(was, 60))} was replaced`);
    }
    taken.add(id);
    return { id, name: repairName(call.name, note), arguments: repairArguments(call.arguments, note) };
  });
  return { calls, repairs };
}

type Note = (kind: RepairKind, detail: string) => void;

function idFault(id: string, taken: ReadonlySet<string>, idLength: number): RepairKind | undefined {
  if (id.trim() === '') return 'id_empty';
  if (wellFormed(id) !== id) return 'id_malformed';
  if (taken.has(id)) return 'id_duplicate';
  return id.length > idLength ? 'id_too_long' : undefined;
}

function repairName(name: unknown, note: Note): string {
  const was = typeof name === 'string' ? name : '';
  const sent = sendableName(was);
  if (sent !== was) note('name', `the name ${JSON.stringify(was)} can't be sent back`);
  return sent;
}

/** A name that can't be sent back is written with underscores; it stays an unknown tool. */
export function sendableName(name: string): string {
  // A trailing mark keeps a mended name from becoming the name of a tool by accident.
  return NAME.test(name) ? name : `${name.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 62)}__`;
}

/** Arguments as JSON text. What is no JSON is kept as a text inside an object, so that every service takes it back. */
function repairArguments(value: unknown, note: Note): string {
  if (typeof value !== 'string') {
    note('arguments_not_text', `the arguments are ${value === undefined ? 'missing' : JSON.stringify(value)}`);
    return value === undefined || value === null ? '{}' : objectIn(value, JSON.stringify(value), note);
  }
  const text = value.toWellFormed();
  if (text.trim() === '' || text.trim() === 'null') {
    note('arguments_empty', `the arguments are ${JSON.stringify(text)}`);
    return '{}';
  }
  const parsed = parse(text);
  if (parsed === undefined) {
    note('arguments_not_json', text);
    return JSON.stringify({ [NOT_JSON]: text });
  }
  const inner = typeof parsed.value === 'string' ? parse(parsed.value) : undefined;
  if (inner && typeof inner.value === 'object' && inner.value !== null) {
    note('arguments_encoded_twice', text);
    return objectIn(inner.value, parsed.value as string, note);
  }
  return objectIn(parsed.value, text, note);
}

/** A list, a number or a text can't be arguments: proxies to other services fail on them when they come back. */
function objectIn(value: unknown, text: string, note: Note): string {
  if (isJson(value)) return text;
  note('arguments_not_object', text);
  return JSON.stringify({ [NOT_JSON]: text });
}

/** Field under which arguments that are no JSON object are kept. */
export const NOT_JSON = 'not_json';

function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
