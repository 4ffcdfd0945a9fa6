/** The conversation of a Chat Completions request. Pure. */
import type { ChatMessage, ChatRequest } from './chat-request.js';
import type { Conversation } from './conversation.js';
import { fieldsOf, listOf } from './json.js';

/** The text of a message's content. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  const texts = listOf(content).map((part) => fieldsOf(part).text);
  return texts.filter((text) => typeof text === 'string').join('');
}

function textsOf(messages: readonly ChatMessage[], roles: readonly string[]): string[] {
  return messages.filter(({ role }) => roles.includes(role)).map(({ content }) => textOf(content));
}

/** Reads a Chat Completions request that has passed the rules. */
export function chatConversation({ messages, tools }: ChatRequest): Conversation {
  const users = textsOf(messages, ['user']);
  const lastUser = messages.findLastIndex(({ role }) => role === 'user');
  const lastAnswer = messages.findLastIndex(({ role }) => role === 'assistant');
  const names = new Map(messages[lastAnswer]?.tool_calls?.map((each) => [each.id, each.function?.name ?? '']));
  const results = messages.slice(lastAnswer + 1).filter(({ role }) => role === 'tool');
  return {
    instructions: textsOf(messages, ['system', 'developer']).join('\n'),
    user: users.at(-1) ?? '',
    turn: users.length,
    step: 1 + messages.slice(lastUser + 1).filter(({ role }) => role === 'assistant').length,
    results: results.map(({ tool_call_id: id = '', content }) => ({
      callId: id,
      name: names.get(id) ?? '',
      output: textOf(content),
    })),
    tools: (tools ?? []).flatMap((tool) => tool.function?.name ?? []),
  };
}
