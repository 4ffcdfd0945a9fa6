/** The form of the answer's text: `text.format` (rows C9 to C11). Words of what is no schema from memory. Pure. */
import { isGiven, isJson, type Json } from '../json.js';
import { invalid, type Refusal } from '../refusal.js';
import { rowOf, schemaFault } from '../rules/schema-fault.js';
import { missing, nameRefusal, notSupported, objectRefusal, wrongType } from '../rules/wording.js';

const TYPES = ['json_object', 'json_schema', 'text'];

/** JSON mode must be spoken of in the input. */
function saysJson({ input }: Json): Refusal | undefined {
  if (/json/i.test(JSON.stringify(input ?? ''))) return undefined;
  const message =
    "Response input messages must contain the word 'json' in some form to use 'text.format' of type 'json_object'.";
  return invalid('format', message, 'input');
}

function schemaRefusal({ name, schema, strict }: Json): Refusal | undefined {
  const refusal = nameRefusal('text.format.name', name) ?? objectRefusal('format', 'text.format.schema', schema);
  if (refusal) return refusal;
  const fault = schemaFault(schema, strict === true);
  const message = `Invalid schema for response_format '${String(name)}': ${fault}`;
  return fault === undefined ? undefined : invalid(rowOf(fault), message, 'text.format.schema', 'invalid_json_schema');
}

/** The format is text, JSON, or a schema that is taken. */
export function textFormat(body: Json): Refusal | undefined {
  const { text } = body;
  if (!isGiven(text)) return undefined;
  if (!isJson(text)) return wrongType('format', 'text', 'an object', text);
  const { format } = text;
  if (!isGiven(format)) return undefined;
  if (!isJson(format)) return wrongType('format', 'text.format', 'an object', format);
  if (format.type === undefined) return missing('format', 'text.format.type');
  if (format.type === 'text') return undefined;
  if (format.type === 'json_object') return saysJson(body);
  if (format.type === 'json_schema') return schemaRefusal(format);
  return notSupported('format', 'text.format.type', format.type, TYPES);
}
