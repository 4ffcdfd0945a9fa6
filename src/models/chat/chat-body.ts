/** The body of a Chat Completions request. Pure. */
import type { Repair } from '../../contract/repair.js';
import type { ModelRequest, OfferedFunction } from '../model.js';
import { chatSettings } from './chat-settings.js';
import { toChatMessages, type ChatMessage } from './to-chat-messages.js';

/**
 * The body, but for what asks for a stream, and what of the transcript was left out of it.
 * @throws {ContentUnsendable} on content that Chat has no form for.
 */
export function chatBody(request: ModelRequest): { body: Record<string, unknown>; repairs: readonly Repair[] } {
  const { messages, repairs } = toChatMessages(request.transcript, request.to);
  // Hosted tools are refused when an agent of this API is defined.
  const tools = request.tools.filter((tool): tool is OfferedFunction => tool.kind === 'function');
  const choice = toolChoice(request);
  const body = {
    ...chatSettings(request.settings),
    model: request.model,
    messages: [...systemMessage(request), ...messages],
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
      response_format: { type: 'json_schema', json_schema: { name: 'output', schema: request.output, strict: false } },
    }),
  };
  return { body, repairs };
}

function toolChoice({ final, toolChoice: choice }: ModelRequest): unknown {
  if (final) return 'none';
  return typeof choice === 'object' ? { type: 'function', function: { name: choice.name } } : choice;
}

function systemMessage({ instructions }: ModelRequest): ChatMessage[] {
  return instructions ? [{ role: 'system', content: instructions }] : [];
}
