/** What each service answers to calls and results that don't pair, in its words. Pure. Sources stand at the words. */
import { duplicateWords, holeWords, misplacedWords, STRAY_WORDS } from '../testing/chat-rules/pairing-words.js';
import type { ResultPart } from './part.js';
import type { Api, Service } from './service.js';

/** Mistral counts, whatever is missing or too much. Source: mistralai/client-ts#106. */
const MISTRAL_COUNT = 'Not the same number of function calls and responses';
/** Gemini counts, too. Source: google-gemini/gemini-cli#4217. */
const GEMINI_COUNT =
  'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.';
/** Source: langgenius/dify#32222. */
const DEEPSEEK_HOLE =
  "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. " +
  '(insufficient tool messages following tool_calls message)';
/** From memory. */
const DEEPSEEK_STRAY = "Messages with role 'tool' must be a response to a preceding message with 'tool_calls'";

/** A call of an item type without a result; `ids` are all such ids of its message, its own included. */
export function missingWords(service: Service, api: Api, type: string, id: string, ids: readonly string[]): string {
  if (service === 'mistral') return MISTRAL_COUNT;
  if (service === 'gemini') return GEMINI_COUNT;
  if (api === 'chat') return service === 'deepseek' ? DEEPSEEK_HOLE : holeWords(ids);
  // Recorded, for DeepSeek.
  if (service === 'deepseek') return `No tool output found for tool call ${id}.`;
  // Source: router-for-me/CLIProxyAPI#2368; of other kinds than functions from memory.
  return `No tool output found for ${type.replaceAll('_', ' ')} ${id}.`;
}

/** A result that answers no call before it; `near` says whether it stands directly after an answer with other calls. */
export function strayWords(service: Service, api: Api, result: ResultPart, near: boolean): string {
  if (service === 'mistral') return MISTRAL_COUNT;
  if (service === 'gemini') return GEMINI_COUNT;
  if (api === 'responses') {
    // Source: microsoft/vscode#320060; of other kinds than functions from memory.
    const kind = result.item.type.replaceAll('_', ' ');
    return `No tool call found for ${kind} with call_id ${result.callId}.`;
  }
  if (service === 'deepseek') return DEEPSEEK_STRAY;
  return near ? misplacedWords(result.callId) : STRAY_WORDS;
}

/** A second result directly after the first one's answer. */
export function twiceWords(service: Service, api: Api, first: ResultPart, second: ResultPart): string {
  if (service === 'mistral') return MISTRAL_COUNT;
  if (service === 'gemini') return GEMINI_COUNT;
  if (api === 'responses') return againWords(second.callId);
  if (service === 'deepseek') return DEEPSEEK_STRAY;
  return duplicateWords(second.callId, first.element.index, second.element.index);
}

/** Two calls of one Chat message with one id; not documented, worded as row C3. */
export function sameIdWords(id: string, index: number): string {
  return `Invalid parameter: Duplicate value for 'tool_call_id' of '${id}', in messages[${index}].`;
}

/** An id of a call or an output that comes again on Responses; in the form of row R5, since OpenAI's own words are not known. */
export function againWords(id: string): string {
  return `Duplicate item found with id ${id}. Remove duplicate items from your input and try again.`;
}
