/**
 * Decides for each call of an answer whether it can be run. Rule: no call is run whose tool the turn doesn't offer,
 * whose arguments don't fit the schema, or which came in an answer that was cut off.
 */
import type { CallPlan, Finish } from '../contract/call-model.js';
import type { Agent } from '../definition/agent.js';
import { toolOf } from '../definition/read-output-tool.js';
import type { Tool } from '../definition/tool.js';
import { NOT_JSON } from '../models/repair-calls.js';
import { cutCallText, invalidArgumentsText, noToolText } from '../protocol/outcome-text.js';
import type { ToolCall } from '../protocol/tool-call.js';

/** Plans for the calls that are not simply run as they came. */
export async function planCalls(
  calls: readonly ToolCall[],
  agent: Agent,
  offered: ReadonlySet<string>,
  finish: Finish,
  context: () => Promise<unknown> = async () => undefined,
): Promise<CallPlan[]> {
  const plans = await Promise.all(calls.map((call) => planOf(call, agent, offered, finish, context)));
  return plans.filter((plan) => plan !== undefined);
}

async function planOf(
  call: ToolCall,
  agent: Agent,
  offered: ReadonlySet<string>,
  finish: Finish,
  context: () => Promise<unknown>,
): Promise<CallPlan | undefined> {
  const { position } = call;
  const tool = call.kind === 'function_call' && offered.has(call.name) ? toolOf(agent, call.name) : undefined;
  if (!tool) return { position, outcome: 'unknown_tool', output: noToolText(call, [...offered]) };
  if (finish !== 'stop') return { position, outcome: 'invalid_arguments', output: cutCallText(finish) };

  const args: unknown = JSON.parse(call.arguments);
  const checked = await runnableArguments(tool, args);
  if ('problem' in checked)
    return { position, outcome: 'invalid_arguments', output: invalidArgumentsText(checked.problem) };
  const asked = await tool.needsApproval?.(checked.parsed, await contextOf(tool, context));
  const differs = checked.args !== args && { args: checked.args };
  return asked || differs ? ({ position, ...asked, ...differs } as CallPlan) : undefined;
}

/** Arguments as a call runs with them, and as its schema reads them; or what is wrong with them. */
export async function runnableArguments(
  tool: Tool,
  args: unknown,
): Promise<{ readonly args: unknown; readonly parsed: unknown } | { readonly problem: string }> {
  const parsed = isNotJson(args)
    ? { ok: false as const, message: 'They are no JSON object. Send one JSON object.' }
    : await tool.parseArguments(args);
  if (!parsed.ok) return { problem: parsed.message };
  // Another worker, and an agent, have no schema of this tool: they get the arguments as parsed, with defaults filled in.
  const { taskQueue, agent } = tool.policy;
  const differs =
    (taskQueue !== undefined || agent !== undefined) && JSON.stringify(parsed.args) !== JSON.stringify(args);
  return { args: differs ? parsed.args : args, parsed: parsed.args };
}

/** The context as the tool's own schema reads it; undefined where it doesn't fit, which the call itself will say. */
async function contextOf(tool: Tool, context: () => Promise<unknown>): Promise<unknown> {
  const parsed = await tool.parseContext(await context());
  return parsed.ok ? parsed.context : undefined;
}

/** Whether a call's arguments stand for a text of the model that is no JSON object. */
export function isNotJson(args: unknown): boolean {
  return typeof args === 'object' && args !== null && Object.keys(args).length === 1 && NOT_JSON in args;
}
