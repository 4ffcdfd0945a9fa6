/** Rules over the body's own fields: which exist, which must be given, which model is asked. Pure. */
import { isJson, type Json } from '../json.js';
import { invalid, type Refusal } from '../refusal.js';
import type { RefusalOptions } from '../rules/rule.js';
import { emptyArray, missing, wrongType } from '../rules/wording.js';

/** Every field that the API takes. Source: openai/openai-openapi v2.3.0, CreateChatCompletionRequest. */
const KNOWN = new Set(
  `messages model service_tier modalities verbosity reasoning_effort max_completion_tokens frequency_penalty
  presence_penalty web_search_options top_logprobs response_format audio store moderation stream stop logit_bias
  logprobs max_tokens n prediction seed stream_options tools tool_choice parallel_tool_calls function_call functions
  metadata temperature top_p user safety_identifier prompt_cache_key prompt_cache_retention prompt_cache_options`
    .trim()
    .split(/\s+/),
);

/** A field that does not exist is refused, not ignored. Source: davidmigloz/langchain_dart#712, langchain-ai/langchain#8593. */
export function unknownArguments(body: Json): Refusal | undefined {
  const unknown = Object.keys(body).filter((name) => !KNOWN.has(name));
  if (unknown.length === 0) return undefined;
  const noun = unknown.length === 1 ? 'argument' : 'arguments';
  return invalid('arguments', `Unrecognized request ${noun} supplied: ${unknown.join(', ')}`, null);
}

/** A model must be named. Words from memory. */
export function modelGiven({ model }: Json): Refusal | undefined {
  if (model === undefined || model === null || model === '') {
    return invalid('shape', 'you must provide a model parameter', null);
  }
  return typeof model === 'string' ? undefined : wrongType('shape', 'model', 'a string', model);
}

/** The model must exist. Source: the Chat form of row R11. */
export function modelExists({ model }: Json, { models }: RefusalOptions): Refusal | undefined {
  if (!models || models.some((known) => known === model)) return undefined;
  return {
    status: 404,
    message: `The model \`${String(model)}\` does not exist or you do not have access to it.`,
    type: 'invalid_request_error',
    param: null,
    code: 'model_not_found',
    rule: 'model',
  };
}

/** Messages must be a list of objects that holds at least one. Source: CopilotKit/CopilotKit#529. */
export function messagesGiven({ messages }: Json): Refusal | undefined {
  if (messages === undefined || messages === null) return missing('shape', 'messages');
  if (!Array.isArray(messages)) return wrongType('shape', 'messages', 'an array of objects', messages);
  if (messages.length === 0) return emptyArray('shape', 'messages');
  const index = messages.findIndex((message) => !isJson(message));
  return index < 0 ? undefined : wrongType('shape', `messages[${index}]`, 'an object', messages[index]);
}
