/** The conversation of a Chat Completions request. Pure. */
import type { ChatMessage, ChatRequest } from './chat-request.js';
import type { Conversation } from './conversation.js';
import { fieldsOf, listOf } from './json.js';
import { isTurnsOwn } from './turns-own-text.js';

/** The text of a message's content. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  const texts = listOf(content).map((part) => fieldsOf(part).text);
  return texts.filter((text) => typeof text === 'string').join('');
}

function isUsers({ role, content }: ChatMessage): boolean {
  return role === 'user' && !isTurnsOwn(textOf(content));
}

function isTold({ role }: ChatMessage): boolean {
  return role === 'system' || role === 'developer';
}

/** Reads a Chat Completions request that has passed the rules. */
export function chatConversation({ messages, tools }: ChatRequest): Conversation {
  const lastUser = messages.findLastIndex(isUsers);
  const lastAnswer = messages.findLastIndex(({ role }) => role === 'assistant');
  const names = new Map(messages[lastAnswer]?.tool_calls?.map((each) => [each.id, each.function?.name ?? '']));
  const results = messages.slice(lastAnswer + 1).filter(({ role }) => role === 'tool');
  return {
    instructions: messages
      .filter(isTold)
      .map(({ content }) => textOf(content))
      .join('\n'),
    user: textOf(messages[lastUser]?.content),
    turn: messages.filter(isUsers).length,
    step: 1 + messages.slice(lastUser + 1).filter(({ role }) => role === 'assistant').length,
    results: results.map(({ tool_call_id: id = '', content }) => ({
      callId: id,
      name: names.get(id) ?? '',
      output: textOf(content),
    })),
    tools: (tools ?? []).flatMap((tool) => tool.function?.name ?? []),
  };
}
