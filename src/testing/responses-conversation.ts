/** The conversation of a Responses request, with what the responses before it hold. Pure. */
import { answeredIdOf, callIdOf, callKindOf, resultKindOf } from '../protocol/call-kind.js';
import { textOf, type Item } from '../protocol/item.js';
import type { Conversation } from './conversation.js';
import { fieldsOf, listOf } from './json.js';
import type { AnswerMemory } from './responses-rules/memory.js';
import { wholeInput } from './responses-rules/whole-input.js';
import type { ResponsesRequest } from './responses-request.js';
import { isTurnsOwn } from './turns-own-text.js';

/** Whether an item is the model's own: what it said, thought or asked for. */
function isSaid(item: Item): boolean {
  return item.type === 'message' ? item.role === 'assistant' : !resultKindOf(item);
}

function isFrom(...roles: readonly string[]): (item: Item) => boolean {
  return (item) => item.type === 'message' && roles.includes(String(item.role));
}

const isUserMessage = isFrom('user');

function isUsers(item: Item): boolean {
  return isUserMessage(item) && !isTurnsOwn(textOf(item));
}

/** What a call's output says: text as it is, parts by their texts, anything else as JSON. */
function outputText(output: unknown): string {
  if (typeof output === 'string') return output;
  const texts = listOf(output).map((part) => fieldsOf(part).text);
  return texts.some((text) => typeof text === 'string') ? texts.join('') : JSON.stringify(output ?? '');
}

/** How many answers stand after a place: runs of the model's own items. */
function answersAfter(items: readonly Item[], place: number): number {
  return items.slice(place + 1).filter((item, at, rest) => {
    const before = rest[at - 1];
    return isSaid(item) && (!before || !isSaid(before));
  }).length;
}

/** Reads a Responses request that has passed the rules. */
export function responsesConversation(request: ResponsesRequest, memory: AnswerMemory): Conversation {
  const { before, own } = wholeInput(request, { memory });
  const items = [...before, ...own] as Item[];
  const users = items.filter(isUsers);
  const lastSaid = items.findLastIndex(isSaid);
  const names = new Map<string, string>();
  for (const item of items) {
    const kind = callKindOf(item);
    if (kind) names.set(callIdOf(item, kind), kind.nameOf(item));
  }
  const results = items.slice(lastSaid + 1).flatMap((item) => {
    const kind = resultKindOf(item);
    if (!kind) return [];
    const callId = answeredIdOf(item, kind);
    return [{ callId, name: names.get(callId) ?? '', output: outputText(item.output ?? item.reason) }];
  });
  const told = items.filter(isFrom('system', 'developer')).map(textOf);
  return {
    instructions: [request.instructions ?? '', ...told].filter((text) => text !== '').join('\n'),
    user: users.length > 0 ? textOf(users.at(-1) as Item) : '',
    turn: users.length,
    step: 1 + answersAfter(items, items.findLastIndex(isUsers)),
    results,
    tools: (request.tools ?? []).flatMap(({ name }) => name ?? []),
  };
}
