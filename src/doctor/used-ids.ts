/** Every id of a call that occurs in a conversation, in whichever form. Pure. */
import { isJson, listOf, type Json } from '../testing/json.js';

const FIELDS = ['tool_call_id', 'call_id', 'id', 'approval_request_id'];

/** The ids in messages or items. */
export function idsOf(values: readonly Json[]): Set<string> {
  const all = values.flatMap((value) => [value, ...listOf(value.tool_calls).filter(isJson)]);
  return new Set(all.flatMap((value) => FIELDS.map((name) => value[name])).filter((id) => typeof id === 'string'));
}
