/** The activities of the hand-written workflow: the same model client, request and tools as everycall's side. */
import OpenAI from 'openai';
import type {
  ChatCompletionAssistantMessageParam,
  ChatCompletionMessageFunctionToolCall,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import { INSTRUCTIONS, KEY_VARIABLE, MODEL } from './bench-agent.js';
import { descriptionOf, PARAMETERS, TOOLS, type ToolName } from './tools.js';

/** An answer of the model, as it goes back to it. */
export type PlainAnswer = Pick<ChatCompletionAssistantMessageParam, 'role'> & {
  content: string | null;
  tool_calls?: ChatCompletionMessageFunctionToolCall[];
};

/** The activities. */
export type PlainActivities = ReturnType<typeof plainActivities>;

/** The activities, on the model server at a base URL. */
export function plainActivities(baseURL: string) {
  const client = new OpenAI({ apiKey: process.env[KEY_VARIABLE], baseURL, maxRetries: 0 });
  const tools = (Object.keys(TOOLS) as ToolName[]).map((name) => ({
    type: 'function' as const,
    function: { name, description: descriptionOf(name), parameters: PARAMETERS, strict: false },
  }));
  return {
    ...TOOLS,
    async callModel(messages: ChatCompletionMessageParam[]): Promise<PlainAnswer> {
      const completion = await client.chat.completions.create({
        model: MODEL,
        messages: [{ role: 'system', content: INSTRUCTIONS }, ...messages],
        tools,
        parallel_tool_calls: true,
      });
      const { content, tool_calls: calls } = completion.choices[0]!.message;
      const functions = calls?.filter((call) => call.type === 'function');
      return { role: 'assistant', content, ...(functions && { tool_calls: functions }) };
    },
  };
}
