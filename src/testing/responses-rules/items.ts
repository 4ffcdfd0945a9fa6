/** Every input item has the form of its type (rows R8, R9). Pure. */
import { isGiven, isJson, listOf, type Json } from '../json.js';
import { invalid, type Refusal } from '../refusal.js';
import { firstRefusal } from '../rules/rule.js';
import { missing, nameRefusal, notSupported, stringRefusal, unknownParameter, wrongType } from '../rules/wording.js';
import { ITEM_FORMS, itemType, type ItemForm } from './item-forms.js';
import { contentRefusal } from './message-content.js';

/** Row R8: characters of the id that joins a call and its output. */
const MAX_CALL_ID = 64;
/** Characters of an item's own id; from memory. */
const MAX_ID = 64;
/** Row R9: characters of an output. */
const MAX_OUTPUT = 10_485_760;
/** Fields that hold text. */
const TEXTS = ['arguments', 'input', 'encrypted_content'];
const ROLES = ['assistant', 'system', 'developer', 'user'];

/** An item's own id: its letters and its length. Source: langchain-ai/langchainjs#11044 for the letters. */
function idRefusal({ id }: Json, { prefix }: ItemForm, path: string): Refusal | undefined {
  if (!isGiven(id)) return undefined;
  const field = `${path}.id`;
  if (typeof id !== 'string') return wrongType('ids', field, 'a string', id);
  if (!/^[\w-]+$/.test(id)) {
    const letters = 'letters, numbers, underscores, or dashes, but this value contained additional characters.';
    return invalid(
      'ids',
      `Invalid '${field}': '${id}'. Expected an ID that contains ${letters}`,
      field,
      'invalid_value',
    );
  }
  if (prefix !== undefined && !id.startsWith(prefix)) {
    const message = `Invalid '${field}': '${id}'. Expected an ID that begins with '${prefix}'.`;
    return invalid('ids', message, field, 'invalid_value');
  }
  return stringRefusal('ids', field, id, MAX_ID);
}

/** Row R9 for text; a list of parts is checked as content is. */
function outputRefusal({ output }: Json, type: string, path: string): Refusal | undefined {
  if (type !== 'function_call_output' && type !== 'custom_tool_call_output') return undefined;
  const field = `${path}.output`;
  if (typeof output === 'string') return output === '' ? undefined : stringRefusal('R9', field, output, MAX_OUTPUT);
  return Array.isArray(output)
    ? contentRefusal('user', output, field)
    : wrongType('R9', field, 'one of a string or array of objects', output);
}

function messageRefusal({ role, content }: Json, path: string): Refusal | undefined {
  if (!ROLES.includes(String(role))) return notSupported('shape', `${path}.role`, role, ROLES);
  return contentRefusal(String(role), content, `${path}.content`);
}

function fieldsRefusal(item: Json, type: string, path: string): Refusal | undefined {
  if ('call_id' in item && isGiven(item.call_id)) {
    const refusal = stringRefusal('R8', `${path}.call_id`, item.call_id, MAX_CALL_ID);
    if (refusal) return refusal;
  }
  const text = TEXTS.find((field) => isGiven(item[field]) && typeof item[field] !== 'string');
  if (text !== undefined && type !== 'tool_search_call')
    return wrongType('shape', `${path}.${text}`, 'a string', item[text]);
  if (type === 'message') return messageRefusal(item, path);
  if (type === 'function_call' || type === 'custom_tool_call') return nameRefusal(`${path}.name`, item.name, 128);
  if (type === 'reasoning' && !Array.isArray(item.summary)) {
    return wrongType('shape', `${path}.summary`, 'an array of objects', item.summary);
  }
  return outputRefusal(item, type, path);
}

function itemRefusal(item: Json, path: string): Refusal | undefined {
  const type = itemType(item);
  const form = ITEM_FORMS.get(type);
  if (!form) return notSupported('shape', path, type, [...ITEM_FORMS.keys()]);
  const absent = form.required.find((field) => !isGiven(item[field]));
  if (absent !== undefined) return missing('shape', `${path}.${absent}`);
  const unknown = Object.keys(item).find((field) => !form.known.has(field));
  if (unknown !== undefined) return unknownParameter('shape', `${path}.${unknown}`);
  return idRefusal(item, form, path) ?? fieldsRefusal(item, type, path);
}

/** The forms of all items. Words for an unknown field: openai/codex#10834. */
export function itemShapes({ input }: Json): Refusal | undefined {
  return firstRefusal(listOf(input), (item, index) =>
    isJson(item) ? itemRefusal(item, `input[${index}]`) : undefined,
  );
}
