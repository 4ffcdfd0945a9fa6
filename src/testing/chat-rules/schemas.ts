/** Where schemas stand in a request: a function's parameters, and the response format (rows C9 to C11). Pure. */
import { fieldsOf, isGiven, isJson, listOf, type Json } from '../json.js';
import { invalid, type Refusal } from '../refusal.js';
import { firstRefusal } from '../rules/rule.js';
import { rowOf, schemaFault } from '../rules/schema-fault.js';
import { missing, nameRefusal, notSupported, objectRefusal, wrongType } from '../rules/wording.js';

/** Parameters of every function; a function without them takes none. */
export function parameters({ tools }: Json): Refusal | undefined {
  return firstRefusal(listOf(tools), (tool, index) => {
    const { name, parameters: schema, strict } = fieldsOf(fieldsOf(tool).function);
    if (!isGiven(schema)) return undefined;
    const path = `tools[${index}].function.parameters`;
    if (!isJson(schema)) return wrongType('shape', path, 'an object', schema);
    const fault = schemaFault(schema, strict === true);
    const message = `Invalid schema for function '${String(name)}': ${fault}`;
    return fault === undefined ? undefined : invalid(rowOf(fault), message, path, 'invalid_function_parameters');
  });
}

/** The response format. Words of its name and schema from memory. */
export function responseFormat(body: Json): Refusal | undefined {
  const { response_format: format } = body;
  if (!isGiven(format)) return undefined;
  if (!isJson(format)) return wrongType('format', 'response_format', 'an object', format);
  if (format.type === undefined) return missing('format', 'response_format.type');
  if (format.type === 'text') return undefined;
  if (format.type === 'json_object') return saysJson(body);
  const types = ['json_object', 'json_schema', 'text'];
  if (format.type !== 'json_schema') return notSupported('format', 'response_format.type', format.type, types);
  const path = 'response_format.json_schema';
  const { name, schema, strict } = fieldsOf(format.json_schema);
  const refusal = objectRefusal('format', path, format.json_schema) ?? nameRefusal(`${path}.name`, name);
  if (refusal || !isGiven(schema)) return refusal;
  const fault = schemaFault(schema, strict === true);
  const message = `Invalid schema for response_format '${String(name)}': ${fault}`;
  return fault === undefined ? undefined : invalid(rowOf(fault), message, 'response_format');
}

/** JSON mode must be spoken of in the messages. Words from memory. */
function saysJson({ messages }: Json): Refusal | undefined {
  if (/json/i.test(JSON.stringify(messages))) return undefined;
  const message =
    "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.";
  return invalid('format', message, 'messages');
}
