/**
 * Reads a structured answer by the agent's schema, here in Node: the workflow has no schemas. Rule: an answer that was
 * given by a call is taken only when the call came alone, since it can't know the results of calls beside it.
 */
import type { CallModelOutput, CallPlan, Finish } from '../contract/call-model.js';
import type { Agent } from '../definition/agent.js';
import { ACCEPTED, FINAL_ANSWER, NOT_ALONE } from '../protocol/final-answer.js';
import { textOf, type Item } from '../protocol/item.js';
import { invalidArgumentsText } from '../protocol/outcome-text.js';
import type { ToolCall } from '../protocol/tool-call.js';
import { isNotJson } from './plan-calls.js';

/** What an answer is as structured output, and plans for the calls that were to give it. */
export interface StructuredAnswer {
  readonly structured?: NonNullable<CallModelOutput['structured']>;
  readonly plans: readonly CallPlan[];
}

/** Whether a call is the answer of this agent. */
export function isFinalAnswer({ kind, name }: ToolCall, { outputMode }: Agent): boolean {
  return outputMode === 'tool' && kind === 'function_call' && name === FINAL_ANSWER;
}

/** Reads an answer of an agent; nothing when the agent has no schema for it. */
export async function structuredAnswer(
  items: readonly { readonly item: Item }[],
  calls: readonly ToolCall[],
  agent: Agent,
  finish: Finish,
): Promise<StructuredAnswer> {
  if (!agent.output) return { plans: [] };
  if (calls.length === 0) return { structured: await fromText(items, agent), plans: [] };
  const finals = calls.filter((call) => isFinalAnswer(call, agent));
  const [only] = finals;
  if (only && calls.length === 1) return fromCall(only, agent, finish);
  return { plans: finals.map(({ position }) => ({ position, outcome: 'skipped', output: NOT_ALONE })) };
}

async function fromText(
  items: readonly { readonly item: Item }[],
  agent: Agent,
): Promise<NonNullable<StructuredAnswer['structured']>> {
  const text = items.map(({ item }) => textOf(item)).join('');
  // Told to call, some models write the arguments as their text.
  const how = agent.outputMode === 'tool' ? `call ${FINAL_ANSWER} with the answer as its arguments; ` : '';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: `${how}it is not JSON` };
  }
  const parsed = await agent.output!.parse(value, 'output');
  return parsed.ok ? { value: parsed.value } : { problem: `${how}${parsed.message}` };
}

async function fromCall(call: ToolCall, agent: Agent, finish: Finish): Promise<StructuredAnswer> {
  const { position } = call;
  const args: unknown = JSON.parse(call.arguments);
  const parsed =
    finish === 'stop' && !isNotJson(args)
      ? await agent.output!.parse(args, 'arguments')
      : { ok: false as const, message: 'They are not one whole JSON object.' };
  if (parsed.ok) return { structured: { value: parsed.value }, plans: [{ position, outcome: 'ok', output: ACCEPTED }] };
  const output = invalidArgumentsText(parsed.message);
  return { structured: { problem: parsed.message }, plans: [{ position, outcome: 'invalid_arguments', output }] };
}
