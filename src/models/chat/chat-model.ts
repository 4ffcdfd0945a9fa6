/** Chat Completions through the `openai` package: a thin class round pure converters. */
import type OpenAI from 'openai';
import { fromChatAnswer } from './from-chat-answer.js';
import { mintId } from '../mint-id.js';
import type { CallOptions, Model, ModelAnswer, ModelRequest, OfferedFunction } from '../model.js';
import { toChatMessages, type ChatMessage } from './to-chat-messages.js';

/** A model behind Chat Completions. */
export class ChatModel implements Model {
  readonly #client: OpenAI;

  constructor(client: OpenAI) {
    this.#client = client;
  }

  async call(request: ModelRequest, { signal }: CallOptions): Promise<ModelAnswer> {
    const body = chatBody(request) as unknown as OpenAI.ChatCompletionCreateParamsNonStreaming;
    // Temporal retries; a client that retries too would multiply attempts and hide them.
    return fromChatAnswer(await this.#client.chat.completions.create(body, { signal, maxRetries: 0 }), mintId);
  }
}

/** The body of a Chat Completions request. Pure. */
export function chatBody(request: ModelRequest): Record<string, unknown> {
  const { settings } = request;
  const tools = request.tools.filter((tool): tool is OfferedFunction => tool.kind === 'function');
  return {
    model: request.model,
    messages: [...systemMessage(request), ...toChatMessages(request.transcript, request.to)],
    // `parallel_tool_calls` and `tool_choice` are refused without tools (openai/swarm#30).
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, parameters, strict }) => ({
        type: 'function',
        function: { name, description, parameters, strict },
      })),
      parallel_tool_calls: request.parallelToolCalls,
      ...(request.final && { tool_choice: 'none' }),
    }),
    ...(request.output && {
      response_format: { type: 'json_schema', json_schema: { name: 'output', schema: request.output, strict: false } },
    }),
    ...(settings.temperature !== undefined && { temperature: settings.temperature }),
    ...(settings.maxOutputTokens !== undefined && { max_completion_tokens: settings.maxOutputTokens }),
  };
}

function systemMessage({ instructions }: ModelRequest): ChatMessage[] {
  return instructions ? [{ role: 'system', content: instructions }] : [];
}
