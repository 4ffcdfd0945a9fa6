/** Rules over the body's own fields: which exist, which must be given, which model is asked (row R11). Pure. */
import { isGiven, isJson, type Json } from '../json.js';
import { invalid, type Refusal } from '../refusal.js';
import { firstRefusal } from '../rules/rule.js';
import { emptyArray, missing, unknownParameter, wrongType } from '../rules/wording.js';
import type { ResponsesRefusalOptions } from './memory.js';

/** Every field that the API takes. Source: openai/openai-openapi v2.3.0, CreateResponse. */
const KNOWN = new Set(
  `background context_management conversation include input instructions max_output_tokens max_tool_calls metadata model
  moderation parallel_tool_calls previous_response_id prompt prompt_cache_key prompt_cache_options
  prompt_cache_retention reasoning safety_identifier service_tier store stream stream_options temperature text
  tool_choice tools top_logprobs top_p truncation user`
    .trim()
    .split(/\s+/),
);

/** Fields of Chat Completions that have another place here. Words from memory. */
const MOVED: ReadonlyMap<string, string> = new Map([
  ['messages', 'input'],
  ['response_format', 'text.format'],
  ['max_tokens', 'max_output_tokens'],
  ['max_completion_tokens', 'max_output_tokens'],
  ['reasoning_effort', 'reasoning.effort'],
]);

/** A field that does not exist is refused, not ignored. */
export function unknownParameters(body: Json): Refusal | undefined {
  return firstRefusal(Object.keys(body), (name) => {
    if (KNOWN.has(name)) return undefined;
    const place = MOVED.get(name);
    if (place === undefined) return unknownParameter('arguments', name);
    const message =
      `Unsupported parameter: '${name}'. In the Responses API, this parameter has moved to '${place}'. Try again with ` +
      'the new parameter. See the API documentation for more information: ' +
      'https://platform.openai.com/docs/api-reference/responses/create.';
    return invalid('arguments', message, name, 'unsupported_parameter');
  });
}

/** A model must be named. Words from memory. */
export function modelGiven({ model }: Json): Refusal | undefined {
  if (!isGiven(model) || model === '') return missing('shape', 'model');
  return typeof model === 'string' ? undefined : wrongType('shape', 'model', 'a string', model);
}

/** Row R11, recorded. */
export function modelExists({ model }: Json, { models }: ResponsesRefusalOptions): Refusal | undefined {
  if (!models || models.some((known) => known === model)) return undefined;
  return invalid('R11', `The requested model '${String(model)}' does not exist.`, 'model', 'model_not_found');
}

/** The input is text or a list of items. What continues something may do without. Words from memory. */
export function inputGiven(body: Json): Refusal | undefined {
  const { input, instructions } = body;
  if (isGiven(instructions) && typeof instructions !== 'string') {
    return wrongType('shape', 'instructions', 'a string', instructions);
  }
  const continues = [body.previous_response_id, body.prompt, body.conversation].some(isGiven);
  if (!isGiven(input)) return continues ? undefined : missing('shape', 'input');
  if (typeof input === 'string') return undefined;
  if (!Array.isArray(input)) return wrongType('shape', 'input', 'one of a string or array of input items', input);
  if (input.length === 0 && !continues) return emptyArray('shape', 'input');
  const index = input.findIndex((item) => !isJson(item));
  return index < 0 ? undefined : wrongType('shape', `input[${index}]`, 'an object', input[index]);
}
