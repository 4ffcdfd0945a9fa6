/**
 * From a transcript to Chat Completions messages. Pure. Rule: the items of one answer stay one message, what a service
 * added goes back only to it, and a message holds at most 128 calls (the API's limit: gptscript-ai/gptscript#547), so a
 * wider answer comes back as several messages, each followed by its results.
 */
import type { Entry, From } from '../../protocol/entry.js';
import { answeredIdOf, callIdOf, callKindOf, resultKindOf } from '../../protocol/call-kind.js';
import { textOf, type Item } from '../../protocol/item.js';

/** A Chat Completions message; the API's own types are wider than what we build. */
export type ChatMessage = Record<string, unknown> & { role: string };

const CALLS_IN_A_MESSAGE = 128;

/** The messages of a transcript, for the service and model in `to`. */
export function toChatMessages(transcript: readonly Entry[], to: From): ChatMessage[] {
  const messages: ChatMessage[] = [];
  let answer: Entry[] = [];
  let results: Entry[] = [];

  const flush = () => {
    messages.push(...answerMessages(answer, results, to));
    answer = [];
    results = [];
  };
  for (const entry of transcript) {
    if (resultKindOf(entry.item)) results.push(entry);
    else if (isAnswerItem(entry.item)) {
      if (results.length > 0 || (answer.length > 0 && answer[0]!.step !== entry.step)) flush();
      answer.push(entry);
    } else {
      flush();
      messages.push(inputMessage(entry.item));
    }
  }
  flush();
  return messages;
}

/** Whether an item belongs to a model's answer rather than to the input. */
function isAnswerItem(item: Item): boolean {
  return item.type !== 'message' || item.role === 'assistant';
}

function inputMessage(item: Item): ChatMessage {
  return { role: String(item.role), content: chatContent(item.content) };
}

/** Responses content parts in Chat's form. Parts of other types pass through; the service says what it refuses. */
function chatContent(content: unknown): unknown {
  if (!Array.isArray(content)) return content;
  return content.map((part: { type?: unknown; text?: unknown; image_url?: unknown; detail?: unknown }) => {
    if (part.type === 'input_text' || part.type === 'output_text') return { type: 'text', text: part.text };
    if (part.type === 'input_image' && typeof part.image_url === 'string') {
      return {
        type: 'image_url',
        image_url: { url: part.image_url, ...(part.detail !== undefined && { detail: part.detail }) },
      };
    }
    return part;
  });
}

/** One answer and its results: an assistant message, then tool messages; in chunks when it holds very many calls. */
function answerMessages(answer: readonly Entry[], results: readonly Entry[], to: From): ChatMessage[] {
  if (answer.length === 0) return results.map(resultMessage);
  const calls = answer.filter(({ item }) => callKindOf(item));
  const content = answer.map(({ item }) => textOf(item)).join('');
  const added = Object.assign({}, ...answer.map((entry) => addedTo(entry, to)?.message ?? {})) as object;
  if (calls.length === 0) return content === '' && isEmpty(added) ? [] : [{ role: 'assistant', content, ...added }];

  const messages: ChatMessage[] = [];
  for (let start = 0; start < calls.length; start += CALLS_IN_A_MESSAGE) {
    const end = start + CALLS_IN_A_MESSAGE;
    const head = start === 0 ? { content: content || null, ...added } : { content: null };
    messages.push({
      role: 'assistant',
      ...head,
      tool_calls: calls.slice(start, end).map((entry) => toolCall(entry, to)),
    });
    messages.push(...results.slice(start, end).map(resultMessage));
  }
  return messages;
}

function toolCall(entry: Entry, to: From): Record<string, unknown> {
  const kind = callKindOf(entry.item)!;
  const id = callIdOf(entry.item, kind);
  const name = kind.nameOf(entry.item);
  const added = addedTo(entry, to)?.call ?? {};
  if (kind.call === 'custom_tool_call') {
    return { ...added, id, type: 'custom', custom: { name, input: kind.argumentsOf(entry.item) } };
  }
  return { ...added, id, type: 'function', function: { name, arguments: kind.argumentsOf(entry.item) } };
}

function resultMessage({ item }: Entry): ChatMessage {
  const id = answeredIdOf(item, resultKindOf(item)!);
  return { role: 'tool', tool_call_id: id, content: resultContent(item) };
}

function resultContent(item: Item): unknown {
  const output = item.output ?? item.reason ?? '';
  if (typeof output === 'string') return output;
  return Array.isArray(output) ? chatContent(output) : JSON.stringify(output);
}

/** What the service added to its answer, if `to` is the service and model that made it. */
function addedTo({ from, raw }: Entry, to: From): { message?: object; call?: object } | undefined {
  if (!raw || from?.service !== to.service || from.model !== to.model || from.api !== to.api) return undefined;
  return raw;
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}
