/**
 * From a transcript to Chat Completions messages. Pure. Rule: the items of one answer stay one message, what a service
 * added goes back only to it, what Chat has no form for is left out and counted, and a message holds at most 128 calls
 * (the API's limit: gptscript-ai/gptscript#547), so a wider answer comes back as several, each followed by its results.
 */
import type { Repair } from '../../contract/repair.js';
import { answeredIdOf, resultKindOf } from '../../protocol/call-kind.js';
import type { Entry, From } from '../../protocol/entry.js';
import type { Item } from '../../protocol/item.js';
import { serviceRunCalls } from '../../protocol/service-run.js';
import { refuseReferences } from '../content-unsendable.js';
import { leftOutRepairs, plainItem, plainResult, type LeftOut } from '../plain-item.js';
import { answerParts, toolCall } from './assistant-message.js';
import { inputContent, resultContent } from './chat-content.js';
import { chatId } from './chat-id.js';

/** A Chat Completions message; the API's own types are wider than what we build. */
export type ChatMessage = Record<string, unknown> & { role: string };

/** The messages, and what of the transcript was left out of them (a repair a kind). */
export interface ChatMessages {
  readonly messages: readonly ChatMessage[];
  readonly repairs: readonly Repair[];
}

const CALLS_IN_A_MESSAGE = 128;

/**
 * The messages of a transcript, for the service and model in `to`.
 * @throws {ContentUnsendable} on content that Chat has no form for, such as audio in a result, and on a reference to an item.
 */
export function toChatMessages(transcript: readonly Entry[], to: From): ChatMessages {
  refuseReferences(transcript, 'give the item itself');
  const messages: ChatMessage[] = [];
  const leftOut = new Map<LeftOut, number>();
  let answer: Entry[] = [];
  let results: Entry[] = [];

  const flush = () => {
    messages.push(...answerMessages(sendable(answer, to, leftOut), results, to));
    answer = [];
    results = [];
  };
  for (const entry of transcript) {
    // A result inside an answer is of a call that the service ran by itself.
    if (resultKindOf(entry.item) && !entry.from) results.push(entry);
    else if (isAnswerItem(entry.item)) {
      if (results.length > 0 || (answer.length > 0 && answer[0]!.step !== entry.step)) flush();
      answer.push(entry);
    } else {
      flush();
      messages.push(inputMessage(entry.item));
    }
  }
  flush();
  return { messages, repairs: leftOutRepairs(leftOut) };
}

/** Whether an item belongs to a model's answer rather than to the input. */
function isAnswerItem(item: Item): boolean {
  return item.type !== 'message' || item.role === 'assistant';
}

function inputMessage(item: Item): ChatMessage {
  const role = String(item.role);
  return { role, content: inputContent(item.content, `a message of the ${role}`) };
}

/** The messages and calls of an answer; anything else is counted. */
function sendable(answer: readonly Entry[], to: From, leftOut: Map<LeftOut, number>): Entry[] {
  const run = serviceRunCalls(answer.map(({ item }) => item));
  const ranThere = new Set([...run.keys(), ...run.values()]);
  return answer.filter((entry) => {
    const plain = ranThere.has(entry.item) ? { leftOut: 'dropped_hosted' as const } : plainItem(entry.item);
    const added = entry.from && !isFrom(entry, to) && (entry.raw || plain.leftOut) ? 'dropped_added' : undefined;
    const dropped = plain.item ? added : plain.leftOut;
    if (dropped) leftOut.set(dropped, (leftOut.get(dropped) ?? 0) + 1);
    // What a service added stands on an item that may itself say nothing.
    return plain.item !== undefined || (entry.raw !== undefined && isFrom(entry, to));
  });
}

/** One answer and its results: an assistant message, then tool messages; in chunks when it holds very many calls. */
function answerMessages(answer: readonly Entry[], results: readonly Entry[], to: From): ChatMessage[] {
  const { content, calls } = answerParts(answer, (entry) => isFrom(entry, to));
  const told = results.map(({ item }) => toldResult(item));
  const messages: ChatMessage[] = [];
  if (calls.length === 0) {
    const isNothing = Object.keys(content).length === 1 && content.content === '';
    if (answer.length > 0 && !isNothing) messages.push({ role: 'assistant', ...content });
    messages.push(...told.map(({ message }) => message));
  }
  for (let start = 0; start < calls.length; start += CALLS_IN_A_MESSAGE) {
    const end = start + CALLS_IN_A_MESSAGE;
    const head = start === 0 ? { ...content, content: content.content || null } : { content: null };
    const made = calls.slice(start, end).map((entry) => toolCall(entry, isFrom(entry, to)));
    messages.push({ role: 'assistant', ...head, tool_calls: made });
    messages.push(...told.slice(start, end).map(({ message }) => message));
  }
  const media = told.flatMap(({ shown }) => shown);
  return media.length > 0 ? [...messages, { role: 'user', content: media }] : messages;
}

/** A result as a tool's message, and what a person's message must show of it. */
function toldResult(item: Item): { message: ChatMessage; shown: readonly unknown[] } {
  const kind = resultKindOf(item)!;
  const id = chatId(answeredIdOf(item, kind));
  const { text, media } = resultContent(plainResult(item, kind).output, `the result of call ${JSON.stringify(id)}`);
  const shown = media.length > 0 ? [{ type: 'text', text: `From the result of call ${id}:` }, ...media] : [];
  return { message: { role: 'tool', tool_call_id: id, content: text }, shown };
}

/** Whether `to` is the service and model that made an entry. */
function isFrom({ from }: Entry, to: From): boolean {
  return from?.service === to.service && from.model === to.model && from.api === to.api;
}
