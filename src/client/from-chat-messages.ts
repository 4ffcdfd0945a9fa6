/**
 * Chat Completions messages to items. Pure. Rule: function and custom calls, their ids, arguments and results come over
 * byte for byte; nothing is checked here (`startTurn` does) and nothing is invented but ids of the old `function_call`.
 */
import type { Item } from '../protocol/item.js';

/** A Chat Completions message, e.g. OpenAI's `ChatCompletionMessageParam`; its fields are read as they come. */
export interface ChatMessage {
  readonly role: string;
  readonly content?: unknown;
  readonly refusal?: unknown;
  readonly tool_calls?: unknown;
  readonly tool_call_id?: unknown;
  /** The old form of one call without an id. */
  readonly function_call?: unknown;
}

/** A message can't be converted. */
export class ChatMessageError extends Error {
  override readonly name = 'ChatMessageError';

  constructor(
    readonly index: number,
    reason: string,
  ) {
    super(`message ${index} can't be converted: ${reason}`);
  }
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The items of a conversation. A participant's `name` has no place in an item and is dropped.
 * @throws {ChatMessageError} on an unknown role, content part or kind of call.
 */
export function fromChatMessages(messages: readonly ChatMessage[]): Item[] {
  /** Result type by call id; a later answer may use an id again. */
  const answers = new Map<string, string>();
  let oldCall = '';
  return messages.flatMap((message, index): Item[] => {
    switch (message.role) {
      case 'system':
      case 'developer':
      case 'user':
        return [{ type: 'message', role: message.role, content: inputContent(message.content, index) }];
      case 'assistant': {
        const calls = callItems(message.tool_calls, index);
        for (const call of calls)
          answers.set(
            text(call.call_id),
            `${call.type === 'function_call' ? 'function_call' : 'custom_tool_call'}_output`,
          );
        if (isFields(message.function_call)) {
          oldCall = `fn${String(index).padStart(7, '0')}`;
          calls.push(functionCall(oldCall, message.function_call));
        }
        return [...assistantMessage(message, index), ...calls];
      }
      case 'tool': {
        const callId = text(message.tool_call_id);
        const type = answers.get(callId) ?? 'function_call_output';
        return [{ type, call_id: callId, output: joinedText(message.content, index) }];
      }
      case 'function':
        return [{ type: 'function_call_output', call_id: oldCall, output: joinedText(message.content, index) }];
      default:
        throw new ChatMessageError(index, `its role is ${JSON.stringify(message.role)}`);
    }
  });
}

function callItems(calls: unknown, index: number): Item[] {
  if (calls === undefined || calls === null) return [];
  if (!Array.isArray(calls)) throw new ChatMessageError(index, 'its tool_calls are no list');
  return calls.map((call: unknown): Item => {
    if (isFields(call) && isFields(call.custom)) {
      return {
        type: 'custom_tool_call',
        call_id: text(call.id),
        name: text(call.custom.name),
        input: text(call.custom.input),
      };
    }
    if (isFields(call) && isFields(call.function)) return functionCall(text(call.id), call.function);
    throw new ChatMessageError(index, `it has a call of type ${JSON.stringify(isFields(call) ? call.type : call)}`);
  });
}

function functionCall(callId: string, call: Fields): Item {
  return { type: 'function_call', call_id: callId, name: text(call.name), arguments: text(call.arguments) };
}

function assistantMessage({ content, refusal }: ChatMessage, index: number): Item[] {
  const said = typeof content === 'string' ? content : partsOf(content, index).map((part) => outputPart(part, index));
  const refused = typeof refusal === 'string' && refusal !== '' ? [{ type: 'refusal', refusal }] : [];
  if (said.length === 0 && refused.length === 0) return [];
  if (refused.length === 0) return [{ type: 'message', role: 'assistant', content: said }];
  const parts = typeof said === 'string' ? (said === '' ? [] : [{ type: 'output_text', text: said }]) : said;
  return [{ type: 'message', role: 'assistant', content: [...parts, ...refused] }];
}

function outputPart(part: Fields, index: number): Fields {
  if (part.type === 'text') return { type: 'output_text', text: text(part.text) };
  if (part.type === 'refusal') return { type: 'refusal', refusal: text(part.refusal) };
  throw new ChatMessageError(index, `it has a content part of type ${JSON.stringify(part.type)}`);
}

function inputContent(content: unknown, index: number): string | Fields[] {
  return typeof content === 'string' ? content : partsOf(content, index).map((part) => inputPart(part, index));
}

function inputPart(part: Fields, index: number): Fields {
  switch (part.type) {
    case 'text':
      return { type: 'input_text', text: text(part.text) };
    case 'image_url': {
      const image = isFields(part.image_url) ? part.image_url : {};
      return { type: 'input_image', image_url: text(image.url), detail: image.detail ?? 'auto' };
    }
    case 'input_audio':
      return { type: 'input_audio', input_audio: part.input_audio };
    case 'file':
      return { type: 'input_file', ...(isFields(part.file) ? part.file : {}) };
    default:
      throw new ChatMessageError(index, `it has a content part of type ${JSON.stringify(part.type)}`);
  }
}

function joinedText(content: unknown, index: number): string {
  if (typeof content === 'string') return content;
  return partsOf(content, index)
    .map((part) => {
      if (part.type === 'text') return text(part.text);
      throw new ChatMessageError(index, `a result has a content part of type ${JSON.stringify(part.type)}`);
    })
    .join('');
}

function partsOf(content: unknown, index: number): Fields[] {
  if (content === undefined || content === null) return [];
  if (Array.isArray(content) && content.every(isFields)) return content;
  throw new ChatMessageError(index, 'its content is neither text nor a list of parts');
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
