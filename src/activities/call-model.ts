/**
 * One model call. Rule: the request is built from the transcript that the turn names, only tools that the turn knows are
 * offered, and faults of the service are tried again within bounds: 5 that count, waits that don't.
 */
import { randomBytes } from 'node:crypto';
import { activityInfo } from '@temporalio/activity';
import { CancelledFailure } from '@temporalio/common';
import { answerEntries } from '../contract/answer.js';
import type { CallModelInput, CallModelOutput } from '../contract/call-model.js';
import type { Agent } from '../definition/agent.js';
import type { Model, ModelAnswer, ModelRequest } from '../models/model.js';
import { buildRequest } from '../models/build-request.js';
import { readProviderFault } from '../models/provider-fault.js';
import { extendHead } from '../protocol/head.js';
import type { From } from '../protocol/entry.js';
import { toolCallsOf } from '../protocol/tool-call.js';
import { turnOf } from './activity-turn.js';
import { runAttempt, type Attempt } from './attempt.js';
import { failure, missing } from './call-failure.js';
import type { CallLog } from './call-log.js';
import { modelFailure } from './model-failure.js';
import { planCalls } from './plan-calls.js';
import { structuredOutput } from './structured-output.js';
import type { TranscriptCache } from './transcript-cache.js';
import { headerOf, transcriptFor } from './turn-source.js';

/** Bound of one attempt, in milliseconds. */
const ATTEMPT_MS = 10 * 60_000;
/** Largest answer that is recorded, in bytes: a payload is at most 2 MB. */
const ANSWER_BYTES = 1_900_000;

/** A model service as an agent reaches it. */
export interface ModelAccess {
  readonly model: Model;
  readonly service: string;
  readonly secrets: readonly string[];
}

/** What the activity works with. */
export interface CallModelSite {
  readonly agents: ReadonlyMap<string, Agent>;
  readonly cache: TranscriptCache;
  readonly log: CallLog;
  readonly access: (agent: Agent) => ModelAccess;
}

/** The `callModel` activity. */
export function callModelActivity(site: CallModelSite) {
  return async (input: CallModelInput): Promise<CallModelOutput> => {
    const started = Date.now();
    const info = activityInfo();
    const agent = site.agents.get(input.agent);
    if (!agent) {
      const known = [...site.agents.keys()].join(', ');
      throw missingHere(`this worker on task queue "${info.taskQueue}" has no agent "${input.agent}" but ${known}`);
    }
    const faults = (info.heartbeatDetails as { faults?: number } | undefined)?.faults ?? 0;
    let details = { faults };
    return runAttempt({ timeoutMs: ATTEMPT_MS, details: () => details }, async (attempt) => {
      const request = await requestOf(input, agent, site, attempt);
      const { access, ...asked } = request;
      try {
        const answer = await access.model.call(buildRequest(asked.request), attempt.signal);
        const output = await recordOf(input, agent, asked, answer);
        site.log.step({
          turnId: turnOf(info).workflowId,
          step: input.step,
          results: input.step === 1 ? 0 : input.ids.length,
          calls: toolCallsOf(answerEntries(input.step, output)).length,
          ms: Date.now() - started,
        });
        site.cache.keepTranscript(
          extendHead(
            input.head,
            output.items.map((item) => item.id),
          ),
          [...asked.request.transcript, ...answerEntries(input.step, output)],
          input.after,
        );
        return output;
      } catch (error) {
        const stopped = attempt.stopped();
        if (stopped && stopped !== 'deadline') throw new CancelledFailure(stopped);
        const fault = readProviderFault(error, access.secrets, Date.now());
        const { failed, counted } = modelFailure(fault, faults, info.attempt, stopped === 'deadline');
        details = { faults: counted };
        attempt.heartbeat();
        throw failed;
      }
    });
  };
}

interface Asked {
  readonly request: ModelRequest;
  readonly agentChanged: boolean;
}

/** The request for the transcript that the turn names. */
async function requestOf(
  input: CallModelInput,
  agent: Agent,
  { cache, access }: CallModelSite,
  { signal }: Attempt,
): Promise<Asked & { access: ModelAccess }> {
  const reached = reach(agent, access);
  const transcript = await transcriptFor(input, cache, signal);
  const agentChanged = agent.policy.digest !== input.digest;
  const header = agentChanged || input.context ? await headerOf(cache, signal) : undefined;
  const offered = new Set((agentChanged ? header!.tools : agent.policy.tools).map((tool) => tool.name));
  const parsed = await agent.parseContext(header?.context);
  if (!parsed.ok) throw failure({ type: 'ContextInvalid', message: parsed.message, nonRetryable: true });
  const to: From = { service: reached.service, model: agent.model, api: agent.api };
  const request: ModelRequest = {
    model: agent.model,
    instructions: await agent.instructions(parsed.context),
    transcript,
    tools: agent.tools
      .filter((tool) => offered.has(tool.name))
      .map(({ name, description, jsonSchema, strict }) => ({ name, description, parameters: jsonSchema, strict })),
    parallelToolCalls: agent.parallelToolCalls,
    final: input.final === true,
    to,
    settings: agent.settings,
    ...(agent.output && { output: agent.output.jsonSchema }),
  };
  return { request, agentChanged, access: reached };
}

/** The agent's service; a missing key ends the turn at once, saying which variable to set. */
function reach(agent: Agent, access: CallModelSite['access']): ModelAccess {
  try {
    return access(agent);
  } catch (error) {
    throw modelFailure(readProviderFault(error, [], Date.now()), 0, 1, false).failed;
  }
}

/** What is recorded of an answer. */
async function recordOf(
  input: CallModelInput,
  agent: Agent,
  { request, agentChanged }: Asked,
  answer: ModelAnswer,
): Promise<CallModelOutput> {
  const items = answer.items.map((item) => ({ id: randomBytes(10).toString('hex'), ...item }));
  const calls = toolCallsOf(answerEntries(input.step, { items, from: request.to }));
  const offered = new Set(request.tools.map((tool) => tool.name));
  const plans = await planCalls(calls, agent, offered, answer.finish);
  const output: CallModelOutput = {
    from: request.to,
    items,
    ...(plans.length > 0 && { plans }),
    usage: answer.usage,
    finish: answer.finish,
    ...(agent.output && calls.length === 0 && { structured: await structuredOutput(items, agent) }),
    ...(answer.repairs.length > 0 && { repairs: answer.repairs }),
    ...(agentChanged && { agentChanged: true as const }),
  };
  const bytes = Buffer.byteLength(JSON.stringify(output));
  if (bytes > ANSWER_BYTES) throw new AnswerTooLarge(bytes);
  return output;
}

/** The answer would not fit into history. */
class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
  readonly code = 'answer_too_large';
  readonly status = 422;

  constructor(bytes: number) {
    super(`the model's answer has ${bytes} bytes; at most ${ANSWER_BYTES} can be recorded`);
  }
}

/** Another worker of the queue may have the agent: the server tries again until the turn's time is over. */
function missingHere(message: string): Error {
  return failure({
    type: missing('', { attempts: 0, begun: false }).type ?? 'everycall.missing',
    message,
    nextRetryMs: 2_000,
  });
}
