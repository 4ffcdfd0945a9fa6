/** The body of a Chat Completions request. Pure. */
import type { ModelRequest, OfferedFunction } from '../model.js';
import { toChatMessages, type ChatMessage } from './to-chat-messages.js';

/** Fields that everycall sets by itself, or that would change what an answer is: the agent's `extra` never sets them. */
const OWN = new Set([
  'model',
  'messages',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'functions',
  'function_call',
  'stream',
  'stream_options',
  'n',
]);

/** The body of a request, but for what asks for a stream. */
export function chatBody(request: ModelRequest): Record<string, unknown> {
  const { settings } = request;
  const tools = request.tools.filter((tool): tool is OfferedFunction => tool.kind === 'function');
  const choice = toolChoice(request);
  const extra = Object.entries(settings.extra ?? {}).filter(([field]) => !OWN.has(field));
  return {
    ...Object.fromEntries(extra),
    model: request.model,
    messages: [...systemMessage(request), ...toChatMessages(request.transcript, request.to)],
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
    ...(settings.temperature !== undefined && { temperature: settings.temperature }),
    ...(settings.maxOutputTokens !== undefined && { max_completion_tokens: settings.maxOutputTokens }),
  };
}

function toolChoice({ final, toolChoice: choice }: ModelRequest): unknown {
  if (final) return 'none';
  return typeof choice === 'object' ? { type: 'function', function: { name: choice.name } } : choice;
}

function systemMessage({ instructions }: ModelRequest): ChatMessage[] {
  return instructions ? [{ role: 'system', content: instructions }] : [];
}
