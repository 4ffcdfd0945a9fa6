/**
 * What a careful person writes by hand: a workflow that passes its messages along to a model activity and runs each tool
 * call as an activity, with finite retries and timeouts. The benches' other side. Bundled for the workflow sandbox.
 */
import { proxyActivities } from '@temporalio/workflow';
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import type { PlainActivities } from './plain-activities.js';

const { callModel } = proxyActivities<Pick<PlainActivities, 'callModel'>>({
  startToCloseTimeout: '10m',
  retry: { maximumAttempts: 5 },
});
const tools = proxyActivities<Record<string, (args: unknown) => Promise<string>>>({
  startToCloseTimeout: '30s',
  retry: { maximumAttempts: 3 },
});

/** Works one user message to the model's final answer. */
export async function plainTurn(user: string): Promise<string> {
  const messages: ChatCompletionMessageParam[] = [{ role: 'user', content: user }];
  for (;;) {
    const answer = await callModel(messages);
    messages.push(answer);
    const calls = (answer.tool_calls ?? []).filter((call) => call.type === 'function');
    if (calls.length === 0) return answer.content ?? '';
    const results = await Promise.all(
      calls.map(async (call): Promise<ChatCompletionMessageParam> => {
        const output = await tools[call.function.name]!(JSON.parse(call.function.arguments));
        return { role: 'tool', tool_call_id: call.id, content: output };
      }),
    );
    messages.push(...results);
  }
}
