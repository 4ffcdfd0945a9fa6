/** Several tool calls in one Chat Completions answer, their results back in one request; and the same one at a time. */
import type { TurnView } from 'everycall/client';
import type { ChatMessage, ChatRequest, LoggedRequest, ScriptedCall, ScriptFunction } from 'everycall/testing';
import type { Example } from '../stage/example-type.js';

const INPUT = 'What is the weather in Paris, Oslo and Lima, and in which time zone is Paris?';
const CALLS: readonly ScriptedCall[] = [
  { name: 'get_weather', arguments: { city: 'Paris' } },
  { name: 'get_weather', arguments: { city: 'Oslo' } },
  { name: 'get_weather', arguments: { city: 'Lima' } },
  { name: 'get_time_zone', arguments: { city: 'Paris' } },
];

/** Asks for what has no result yet: all of it, or one call where the request forbids more. */
const script: ScriptFunction = (request) => {
  const { messages, parallel_tool_calls: parallel } = request as ChatRequest;
  const results = messages.filter(({ role }) => role === 'tool');
  const missing = CALLS.slice(results.length);
  if (missing.length > 0) return { calls: parallel === false ? missing.slice(0, 1) : missing };
  const [paris, oslo, lima, zone] = results.map(({ content }) => String(content));
  return { text: `Paris: ${paris} (${zone}). Oslo: ${oslo}. Lima: ${lima}.` };
};

/** A line for each model call, and what the last request held where the model is a script. */
function tell({ steps }: TurnView, requests: readonly LoggedRequest[]): string[] {
  const lines = steps.map(({ step, calls }) => `model call ${step} asked for ${calls.length} tool calls`);
  const last = requests.at(-1);
  if (!last) return lines;
  const roles = (last.body as ChatRequest).messages.map(roleOf);
  return [...lines, `request ${requests.length} of this turn: ${roles.join(', ')}`];
}

function roleOf({ role, tool_calls: calls }: ChatMessage): string {
  return calls ? `${role} with ${calls.length} calls` : role;
}

const example: Example = {
  agents: new URL('./agents.ts', import.meta.url),
  script,
  turns: [
    { title: 'All calls in one answer, all results in one request', agent: 'guide', input: INPUT, tell },
    { title: 'parallelToolCalls: false, one call an answer', agent: 'stepwise', input: INPUT, tell },
  ],
};
export default example;
