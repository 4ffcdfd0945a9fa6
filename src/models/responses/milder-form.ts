/**
 * What to leave out of a request that a service refused, so that it is asked once more. Rule: only what is not the
 * conversation itself is ever left out, and each thing once. Pure.
 *
 * Sources: openai/codex#8145 and Wei-Shaw/sub2api#2863 (`invalid_encrypted_content`); vercel/ai#13307,
 * continuedev/continue#9101, #10018, #10880 (ids); microsoft/agent-framework#7483 (`include`).
 */
import { fieldsOf } from '../../protocol/json.js';
import { thrownFields } from '../thrown-fields.js';
import type { RequestForm } from './responses-body.js';

/** Statuses of a refused request. None at all: a proxy may report the refusal inside a stream. */
const REFUSED = new Set([undefined, 400, 404, 422]);

/** The service does not take back what it added to an earlier answer: encrypted reasoning, or ids of items. */
const ADDITIONS =
  /invalid_encrypted_content|encrypted content.{0,300}could not be (verified|decrypted|parsed)|was provided without its required|duplicate item found with id|item with id .{0,100}not found|invalid .{0,20}'input\[\d+\]\.(id|encrypted_content)'/is;
/** "Encrypted content is not supported with this model.", param `include`. */
const INCLUDE = /encrypted content is not supported/i;

/** The form to ask again in; undefined when the refusal is about something else, or nothing is left to leave out. */
export function milderForm(thrown: unknown, form: RequestForm): RequestForm | undefined {
  const { status, codes, said, message } = thrownFields(thrown);
  if (!REFUSED.has(status)) return undefined;
  const text = [...codes, said ?? message].join('\n');
  const isInclude = INCLUDE.test(text) || fieldsOf(thrown).param === 'include';
  if (form.encryptedReasoning && isInclude) return { ...form, encryptedReasoning: false };
  return form.additions === 'kept' && ADDITIONS.test(text) ? { ...form, additions: 'dropped' } : undefined;
}
