/** The content of a message: text, or the parts that its role allows. Words from memory. Pure. */
import { isJson, printed } from '../json.js';
import type { Refusal } from '../refusal.js';
import { firstRefusal } from '../rules/rule.js';
import { missing, notSupported, wrongType } from '../rules/wording.js';

/** What the model may have said. */
const SAID = ['output_text', 'refusal'];
/** What it may be told. */
const TOLD = ['input_text', 'input_image', 'input_file'];
/** Every type of part. */
const PARTS = [
  'input_text',
  'input_image',
  'output_text',
  'refusal',
  'input_file',
  'computer_screenshot',
  'summary_text',
];
/** The field without which a part is none. */
const BODY: ReadonlyMap<string, string> = new Map([
  ['input_text', 'text'],
  ['output_text', 'text'],
  ['refusal', 'refusal'],
]);

function partRefusal(part: unknown, path: string, allowed: readonly string[]): Refusal | undefined {
  if (!isJson(part)) return wrongType('shape', path, 'an object', part);
  if (part.type === undefined) return missing('shape', `${path}.type`);
  const type = printed(part.type);
  if (!PARTS.includes(type)) return notSupported('shape', path, type, PARTS);
  if (!allowed.includes(type)) return notSupported('shape', path, type, allowed);
  const field = BODY.get(type);
  if (field === undefined || typeof part[field] === 'string') return undefined;
  if (part[field] === undefined) return missing('shape', `${path}.${field}`);
  return wrongType('shape', `${path}.${field}`, 'a string', part[field]);
}

/** The content of a message of this role, or of a call's output (role `user`). */
export function contentRefusal(role: string, content: unknown, path: string): Refusal | undefined {
  if (typeof content === 'string') return undefined;
  if (!Array.isArray(content)) return wrongType('shape', path, 'one of an array of objects or string', content);
  return firstRefusal(content, (part, at) => partRefusal(part, `${path}[${at}]`, role === 'assistant' ? SAID : TOLD));
}
