/**
 * The wrapper round every tool. Rule: an attempt ends in its own time with something true: the output, a failure that
 * maps to one outcome, or a note that nothing ended and the turn may start the call again.
 */
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { activityInfo, type Info } from '@temporalio/activity';
import type { CallToolInput, CallToolOutput, NotEnded } from '../contract/call-tool.js';
import type { Agent } from '../definition/agent.js';
import { describeThrown } from '../definition/describe-error.js';
import { toolOf } from '../definition/read-output-tool.js';
import type { Tool } from '../definition/tool.js';
import { redact } from '../models/redact.js';
import { endOfFailure, FAILURE } from '../protocol/failure.js';
import { deadlineText } from '../protocol/outcome-text.js';
import type { StorageSize } from '../protocol/size.js';
import { resultEntry } from '../protocol/tool-result.js';
import { turnOf } from './activity-turn.js';
import { afterwards } from './afterwards.js';
import { runAttempt } from './attempt.js';
import { failure, missing } from './call-failure.js';
import type { CallLog } from './call-log.js';
import type { ModelAccess } from './call-model.js';
import { runTool } from './run-tool.js';
import type { ToolSource } from './load-tools.js';
import type { TranscriptCache } from './transcript-cache.js';

/** The server's clock is set this much later than the tool's timeout. */
const SERVER_SLACK_MS = 5_000;
/** What the wrapper works with. */
export interface CallToolSite {
  readonly agents: ReadonlyMap<string, Agent>;
  readonly cache: TranscriptCache;
  readonly log: CallLog;
  /** Credentials of an agent's model service: they share the process with the tools' own code. */
  readonly secrets: (agent: Agent) => readonly string[];
  /** The agent's service on the Responses API, for isolated hosted tools. */
  readonly hosted: (agent: Agent) => ModelAccess;
  /** The agent's own service, for summaries of outputs. */
  readonly model: (agent: Agent) => ModelAccess;
  readonly toolSource: Pick<ToolSource, 'find'>;
  /** External storage, where the worker has one. */
  readonly storage?: StorageSize | undefined;
}

/** The activity that is registered under each tool's name. */
export function callToolActivity(site: CallToolSite) {
  const { agents, cache, log, secrets: secretsOf, hosted, model, toolSource, storage } = site;
  return async (input: CallToolInput): Promise<CallToolOutput> => {
    const info = activityInfo();
    const started = Date.now();
    const spent = spentBefore(info, input);
    const tool = toolOfCall(agents.get(input.agent), info, input, toolSource);
    if (!tool || tool.policy.taskQueue !== undefined)
      throw missing(missingText(info, input, agents), { ...spent, attempts: spent.attempts - 1 });
    const agent = agents.get(input.agent)!;
    // Read only for what failed: it takes time.
    const secrets = () => secretsOf(agent);
    const firstStart = spent.firstStart ?? started;
    const endsAt = Math.min(firstStart + tool.policy.deadlineMs, endOfCall(info, tool));
    const timeoutMs = Math.min(clockOf(info, tool), endsAt - started);
    const call = {
      tool: tool.name,
      callId: input.callId,
      attempt: spent.attempts,
      turnId: turnOf(info).workflowId,
    };
    try {
      if (timeoutMs <= 0)
        throw failure({ type: FAILURE.timeout, message: deadlineText(undefined), nonRetryable: true });
      const output = await runAttempt({ timeoutMs, details: () => ({ firstStart }) }, (attempt) =>
        runTool({
          tool,
          agent,
          input,
          info,
          cache,
          log,
          attempt,
          timeoutMs,
          endsAt,
          spent: { ...spent, firstStart },
          secrets,
          hosted: () => hosted(agent),
          model: () => model(agent),
          storage,
        }),
      );
      const ms = Date.now() - started;
      afterwards(() => {
        cache.keepResult(resultEntry(calledItem(input, tool), { ...output, outcome: 'ok' }));
        log.call({ ...call, outcome: 'ok', ms });
      });
      return output;
    } catch (error) {
      const told = toldFailure(error, secrets());
      log.call({ ...call, outcome: outcomeLogged(told, tool.policy), ms: Date.now() - started });
      throw told;
    }
  };
}

/** The tool, as this worker has it. */
function toolOfCall(agent: Agent | undefined, info: Info, { mcp }: CallToolInput, source: CallToolSite['toolSource']) {
  if (!agent || !mcp) return agent && toolOf(agent, info.activityType);
  return source.find(agent, info.activityType, mcp);
}

/** Attempts, this one included, and the first start, over all activities of the call. */
function spentBefore(info: Info, { before }: CallToolInput): NotEnded {
  const details = info.heartbeatDetails as { firstStart?: number } | undefined;
  return {
    attempts: (before?.attempts ?? 0) + info.attempt,
    cut: before?.cut ?? 0,
    begun: false,
    firstStart: details?.firstStart ?? before?.firstStart,
  };
}

/** The attempt's clock: the tool's timeout, but never later than the server's, which an older version may have set. */
function clockOf({ startToCloseTimeoutMs }: Info, { policy }: Tool): number {
  return startToCloseTimeoutMs > SERVER_SLACK_MS
    ? Math.min(policy.timeoutMs, startToCloseTimeoutMs - (policy.local ? 0 : SERVER_SLACK_MS))
    : policy.timeoutMs;
}

/** When the server's outer bound ends the call: at the end of its turn, or later. In milliseconds since the epoch. */
function endOfCall({ scheduledTimestampMs, scheduleToCloseTimeoutMs: mostMs }: Info, { policy }: Tool): number {
  return mostMs > SERVER_SLACK_MS && !policy.local ? scheduledTimestampMs + mostMs - SERVER_SLACK_MS : Infinity;
}

function calledItem({ step, position, callId, caller }: CallToolInput, tool: Tool) {
  const item = { type: 'function_call', call_id: callId, caller };
  return { step, position, callId, kind: item.type, name: tool.name, arguments: '', item };
}

function missingText(info: Info, { agent }: CallToolInput, agents: ReadonlyMap<string, Agent>): string {
  const known = agents.has(agent) ? `agent "${agent}" without the tool "${info.activityType}"` : `no agent "${agent}"`;
  return `this worker on task queue "${info.taskQueue}" has ${known}`;
}

/** A failure as it is; anything else that escaped, in a form that can be recorded. */
function toldFailure(error: unknown, secrets: readonly string[]): Error {
  if (error instanceof ApplicationFailure || error instanceof CancelledFailure) return error;
  return failure({ type: 'Error', message: redact(describeThrown(error), secrets) });
}

/**
 * What the log says of an attempt that did not return: the outcome that it would have, if it were the last. One that a
 * worker's shutdown ended is `stopped`.
 */
function outcomeLogged(error: unknown, policy: Tool['policy']): string {
  const { type, message } = error as { type?: string; message?: string };
  if (type === FAILURE.shutdown) return 'stopped';
  const kind = error instanceof CancelledFailure ? 'cancelled' : 'application';
  return endOfFailure({ kind, type, message: message ?? '' }, policy.effect).outcome;
}
