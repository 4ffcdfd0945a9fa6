/** Rules over a message's content: given, and made of the parts that its role allows (rows C13, C14). Pure. */
import { fieldsOf, isJson, type Json } from '../json.js';
import { invalid, type Refusal } from '../refusal.js';
import { firstRefusal } from '../rules/rule.js';
import { emptyArray, missing, notSupported, objectRefusal, wrongType } from '../rules/wording.js';

/** Parts by role. Source: openai/openai-openapi v2.3.0. */
const PARTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['system', ['text']],
  ['developer', ['text']],
  ['user', ['text', 'image_url', 'input_audio', 'file']],
  ['assistant', ['text', 'refusal']],
  ['tool', ['text']],
]);
const PART_TYPES = ['text', 'image_url', 'input_audio', 'refusal', 'audio', 'file'];

/** An assistant's message may do without content when it says something else. Source: openai/openai-openapi v2.3.0. */
function mayLackContent(message: Json): boolean {
  // The old form of a result has to have a content, which may be null.
  if (message.role === 'function') return message.content === null;
  if (message.role !== 'assistant') return false;
  return [message.tool_calls, message.function_call, message.refusal, message.audio].some(
    (field) => field !== undefined && field !== null,
  );
}

/** The part is whole: a text part has a text, an image part an image, and so on. */
function partBody(part: Json, type: string, path: string): Refusal | undefined {
  const field = `${path}.${type}`;
  if (type !== 'text' && type !== 'refusal') return objectRefusal('C14', field, part[type]);
  if (part[type] === undefined) return missing('C14', field);
  return typeof part[type] === 'string' ? undefined : wrongType('C14', field, 'a string', part[type]);
}

function partRefusal(message: Json, index: number, part: unknown, place: number): Refusal | undefined {
  const path = `messages[${index}].content[${place}]`;
  if (!isJson(part)) return wrongType('C14', path, 'an object', part);
  const { type } = part;
  if (type === undefined) return missing('C14', `${path}.type`);
  if (typeof type !== 'string') return wrongType('C14', `${path}.type`, 'a string', type);
  if (!PART_TYPES.includes(type)) return notSupported('C14', `${path}.type`, type, PART_TYPES);
  const allowed = PARTS.get(String(message.role)) ?? PART_TYPES;
  if (!allowed.includes(type)) {
    // Row C13, recorded. Its words speak of images also where the role takes text alone.
    const words = `Invalid 'messages[${index}]'. Content blocks are expected to be either text or image_url type.`;
    return invalid('C13', words, `messages[${index}]`, 'invalid_value');
  }
  return partBody(fieldsOf(part), type, path);
}

/** The content of one message. The words for a missing content are those that users report most; from memory. */
export function contentRefusal(message: Json, index: number): Refusal | undefined {
  const { content, role } = message;
  if (content === null || content === undefined) {
    if (mayLackContent(message)) return undefined;
    if (content === undefined && role !== 'assistant') return missing('C14', `messages[${index}].content`);
    const words = "Invalid value for 'content': expected a string, got null.";
    return invalid('C14', words, `messages.[${index}].content`);
  }
  if (typeof content === 'string') return undefined;
  const path = `messages[${index}].content`;
  if (!Array.isArray(content)) return wrongType('C14', path, 'one of a string or array of objects', content);
  if (content.length === 0) return emptyArray('C14', path);
  return firstRefusal(content, (part, place) => partRefusal(message, index, part, place));
}
