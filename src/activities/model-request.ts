/** Makes the request of a model call: the transcript that the turn names, and only tools that the turn knows. */
import type { CallModelInput } from '../contract/call-model.js';
import type { Agent } from '../definition/agent.js';
import { describeThrown } from '../definition/describe-error.js';
import type { AgentModel } from '../definition/model-list.js';
import { builtInOf } from '../definition/read-output-tool.js';
import { buildRequest } from '../models/build-request.js';
import type { ModelRequest, OfferedTool } from '../models/model.js';
import type { Entry } from '../protocol/entry.js';
import { FINAL_ANSWER, FINAL_ANSWER_DESCRIPTION } from '../protocol/final-answer.js';
import { failure } from './call-failure.js';
import type { TranscriptCache } from './transcript-cache.js';
import { headerOf } from './turn-source.js';

/** A request, and whether this worker's agent is another version than the one that the turn runs by. */
export interface Asked {
  readonly request: ModelRequest;
  readonly agentChanged: boolean;
}

/** The model that is asked, and the origin of its service. */
export type AskedModel = AgentModel & { readonly service: string };

/**
 * The request for a step. Rejects with the signal's reason when the signal aborts first.
 * @throws {ContractViolation} when the transcript has a hole, which the turn rules out.
 */
export async function modelRequest(
  input: CallModelInput,
  agent: Agent,
  { model, api, settings, service }: AskedModel,
  transcript: readonly Entry[],
  cache: TranscriptCache,
  signal: AbortSignal,
): Promise<Asked> {
  const agentChanged = input.digest !== undefined && agent.policy.digest !== input.digest;
  const header = agentChanged || input.context ? await headerOf(cache, signal, agent.name) : undefined;
  const known = (agentChanged && header ? header.tools : agent.policy.tools).map((tool) => tool.name);
  const offered = new Set(known);
  const byCall = agent.outputMode === 'tool';
  const request = buildRequest({
    model,
    instructions: await instructionsOf(agent, header?.context),
    transcript,
    tools: offeredTools(agent, offered, input),
    parallelToolCalls: agent.parallelToolCalls,
    ...toolChoiceOf(agent, input),
    ...(agent.maxToolCalls !== undefined && { maxToolCalls: agent.maxToolCalls }),
    final: input.final === true && !byCall,
    to: { service, model, api },
    settings,
    ...(agent.output && !byCall && { output: { schema: agent.output.jsonSchema, strict: agent.output.strict } }),
  });
  return { request, agentChanged };
}

/**
 * A choice that forces a call holds for a turn's first answer: held for each, the turn would never end with one. Where the
 * answer is a call, that is the call of a last answer, and of an agent whose model may call nothing else.
 */
function toolChoiceOf(
  { toolChoice, outputMode }: Agent,
  { final, step }: CallModelInput,
): Pick<ModelRequest, 'toolChoice'> {
  if (outputMode === 'tool' && (final || toolChoice === 'none')) return { toolChoice: { name: FINAL_ANSWER } };
  if (toolChoice === undefined) return {};
  return { toolChoice: toolChoice === 'none' || step === 1 ? toolChoice : 'auto' };
}

/** Functions that the turn runs by, the tools that the service runs, and the call that is the agent's answer. */
function offeredTools(
  agent: Agent,
  offered: ReadonlySet<string>,
  { final: last, reads }: CallModelInput,
): OfferedTool[] {
  const { tools, hostedTools, output, outputMode } = agent;
  const answer: OfferedTool[] =
    outputMode === 'tool' && output ? [{ ...FINAL_TOOL, parameters: output.jsonSchema }] : [];
  if (last && answer.length > 0) return answer;
  const own = tools.filter((tool) => offered.has(tool.name));
  const functions = [...own, ...(reads ? builtInOf(agent) : [])].map(({ name, description, jsonSchema, strict }) => {
    return { kind: 'function' as const, name, description, parameters: jsonSchema, strict };
  });
  return [...functions, ...answer, ...hostedTools.map(({ spec }) => ({ kind: 'hosted' as const, spec }))];
}

const FINAL_TOOL = {
  kind: 'function',
  name: FINAL_ANSWER,
  description: FINAL_ANSWER_DESCRIPTION,
  strict: false,
} as const;

/** The agent's instructions. What its own code throws is final: the same context would throw again. */
async function instructionsOf(agent: Agent, context: unknown): Promise<string | undefined> {
  const parsed = await agent.parseContext(context);
  if (!parsed.ok) throw failure({ type: 'context_invalid', message: parsed.message, nonRetryable: true });
  try {
    return await agent.instructions(parsed.context);
  } catch (error) {
    const message = `the instructions of agent "${agent.name}" failed: ${describeThrown(error)}`;
    throw failure({ type: 'instructions_failed', message, nonRetryable: true });
  }
}
