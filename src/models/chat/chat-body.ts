/** The body of a Chat Completions request. Pure. */
import type { Repair } from '../../contract/repair.js';
import { ContentUnsendable } from '../content-unsendable.js';
import type { ModelRequest, OfferedFunction } from '../model.js';
import { chatSettings } from './chat-settings.js';
import { toChatMessages, type ChatMessage } from './to-chat-messages.js';

/**
 * The body, but for what asks for a stream, and what of the transcript was left out of it.
 * @throws {ContentUnsendable} on content that Chat has no form for, and when nothing is left to be sent.
 */
export function chatBody(request: ModelRequest): { body: Record<string, unknown>; repairs: readonly Repair[] } {
  const told = toChatMessages(request.transcript, request.to);
  const messages = [...systemMessage(request), ...told.messages];
  // "Invalid 'messages': empty array": no word of what was left out.
  if (messages.length === 0) {
    throw new ContentUnsendable('the input', 'nothing but what only a service can use', 'add a message of the user');
  }
  // Hosted tools are refused when an agent of this API is defined.
  const tools = request.tools.filter((tool): tool is OfferedFunction => tool.kind === 'function');
  const choice = toolChoice(request);
  const body = {
    ...chatSettings(request.settings),
    model: request.model,
    messages,
    // `parallel_tool_calls` and `tool_choice` are refused without tools (openai/swarm#30).
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, parameters, strict }) => ({
        type: 'function',
        function: { name, description, parameters, strict },
      })),
      parallel_tool_calls: request.parallelToolCalls,
      ...(choice !== undefined && { tool_choice: choice }),
    }),
    ...(request.output && {
      response_format: { type: 'json_schema', json_schema: { name: 'output', ...request.output } },
    }),
  };
  return { body, repairs: told.repairs };
}

function toolChoice({ final, toolChoice: choice }: ModelRequest): unknown {
  if (final) return 'none';
  return typeof choice === 'object' ? { type: 'function', function: { name: choice.name } } : choice;
}

function systemMessage({ instructions }: ModelRequest): ChatMessage[] {
  return instructions ? [{ role: 'system', content: instructions }] : [];
}
