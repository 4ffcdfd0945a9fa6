/**
 * The wrapper round every tool. Rule: an attempt ends in its own time with something true: the output, a failure that
 * maps to one outcome, or a note that nothing ended and the turn may start the call again.
 */
import { randomBytes } from 'node:crypto';
import { CancelledFailure } from '@temporalio/common';
import { activityInfo, type Info } from '@temporalio/activity';
import type { CallToolInput, CallToolOutput, NotEnded } from '../contract/call-tool.js';
import type { Agent } from '../definition/agent.js';
import type { Tool } from '../definition/tool.js';
import { endOfFailure, FAILURE } from '../protocol/failure.js';
import { deadlineText, invalidArgumentsText } from '../protocol/outcome-text.js';
import { resultEntry } from '../protocol/tool-result.js';
import { turnOf } from './activity-turn.js';
import { runAttempt, type Attempt, type StopReason } from './attempt.js';
import { failure, missing, shutDown } from './call-failure.js';
import type { CallLog } from './call-log.js';
import { toolContext } from './make-tool-context.js';
import { backoffMs, thrownFailure } from './thrown-failure.js';
import { toolOutput } from './tool-output.js';
import type { TranscriptCache } from './transcript-cache.js';
import { headerOf } from './turn-source.js';

/** The server's clock is set this much later than the tool's timeout. */
const SERVER_SLACK_MS = 5_000;
/** How long a stopped tool may take to end by itself: with the heartbeat that brings the cancel, less than the 10 s that the turn waits. */
const CANCEL_SETTLE_MS = 7_000;
const SHUTDOWN_SETTLE_MS = 1_000;

/** What the wrapper works with. */
export interface CallToolSite {
  readonly agents: ReadonlyMap<string, Agent>;
  readonly cache: TranscriptCache;
  readonly log: CallLog;
}

/** The activity that is registered under each tool's name. */
export function callToolActivity({ agents, cache, log }: CallToolSite) {
  return async (input: CallToolInput): Promise<CallToolOutput> => {
    const info = activityInfo();
    const started = Date.now();
    const spent = spentBefore(info, input);
    const tool = agents.get(input.agent)?.toolByName.get(info.activityType);
    if (!tool?.execute)
      throw missing(missingText(info, input, agents), { ...spent, attempts: spent.attempts - 1, begun: false });
    const agent = agents.get(input.agent)!;
    const firstStart = spent.firstStart ?? started;
    const timeoutMs = Math.min(clockOf(info, tool), firstStart + tool.policy.deadlineMs - started);
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
        runTool({ tool, agent, input, info, cache, log, attempt, timeoutMs, spent: { ...spent, firstStart } }),
      );
      log.call({ ...call, outcome: 'ok', ms: Date.now() - started });
      cache.keepResult(resultEntry(calledItem(input, tool), { ...output, outcome: 'ok' }));
      return output;
    } catch (error) {
      log.call({ ...call, outcome: outcomeLogged(error, tool.policy), ms: Date.now() - started });
      throw error;
    }
  };
}

/** One attempt of one call. */
export interface ToolRun {
  readonly tool: Tool;
  readonly agent: Agent;
  readonly input: CallToolInput;
  readonly info: Info;
  readonly cache: TranscriptCache;
  readonly log: CallLog;
  readonly attempt: Attempt;
  readonly timeoutMs: number;
  readonly spent: NotEnded & { readonly firstStart: number };
}

async function runTool(run: ToolRun): Promise<CallToolOutput> {
  const { tool, input, info, attempt, spent } = run;
  if (attempt.stopped()) throw stoppedFailure(run, false);
  const parsed = await tool.parseArguments(input.args);
  if (!parsed.ok) {
    const message = invalidArgumentsText(parsed.message);
    throw failure({ type: FAILURE.invalid, message, nonRetryable: true });
  }
  const context = input.context ? await contextOf(run) : undefined;
  const parsedContext = await tool.parseContext(context);
  if (!parsedContext.ok) {
    const message = `Error: the turn's context does not fit the tool: ${parsedContext.message}`;
    throw failure({ type: 'ContextInvalid', message, nonRetryable: true });
  }
  if (attempt.stopped()) throw stoppedFailure(run, false);

  const running = Promise.resolve().then(() => tool.execute!(parsed.args, toolContext(run, parsedContext.context)));
  const ended = running.then(
    (value) => ({ value }),
    (thrown: unknown) => ({ thrown }),
  );
  const first = await Promise.race([ended, attempt.stop]);
  const end = typeof first === 'string' ? await settled(ended, first) : first;
  if (!end) throw stoppedFailure(run, true);
  if ('thrown' in end) {
    if (attempt.stopped()) throw stoppedFailure(run, true);
    throw thrownFailure(end.thrown, run);
  }
  try {
    const output = toolOutput(end.value, { ...tool.output, maxBytes: input.maxBytes });
    const at = info.isLocal && { at: { step: input.step, position: input.position } };
    return { id: randomBytes(10).toString('hex'), ...output, ...at };
  } catch (error) {
    throw thrownFailure(error, { ...run, spent });
  }
}

/** The turn's context, which the workflow itself may have to be asked for. */
async function contextOf(run: ToolRun): Promise<unknown> {
  try {
    return (await headerOf(run.cache, run.attempt.signal)).context;
  } catch (error) {
    throw run.attempt.stopped() ? stoppedFailure(run, false) : error;
  }
}

/** The tool's own end after it was stopped, if it comes in time: a finished result is true even then. */
async function settled<T>(ended: Promise<T>, reason: StopReason): Promise<T | undefined> {
  const wait = reason === 'cancelled' ? CANCEL_SETTLE_MS : reason === 'shutdown' ? SHUTDOWN_SETTLE_MS : 0;
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, wait, undefined)));
  return Promise.race([ended, over]).finally(() => clearTimeout(timer));
}

/** The failure of an attempt that was stopped before the tool returned. */
function stoppedFailure({ tool, attempt, timeoutMs, spent }: ToolRun, begun: boolean): Error {
  const reason = attempt.stopped();
  if (reason === 'shutdown') {
    return shutDown(
      begun ? { ...spent, begun, cut: spent.cut + 1 } : { ...spent, begun, attempts: spent.attempts - 1 },
    );
  }
  if (reason !== 'deadline') return new CancelledFailure('cancelled');
  attempt.heartbeat();
  const effect = begun || spent.attempts > 1 ? 'It may have taken effect.' : 'The tool had not begun.';
  const after = `Error: timed out after ${timeoutMs / 1000} s (attempt ${spent.attempts}). ${effect}`;
  // No attempt is left to begin after the call's deadline.
  const left = spent.firstStart + tool.policy.deadlineMs - Date.now();
  const last = tool.policy.effect === 'once' || left <= backoffMs(tool.policy.retry, spent.attempts - spent.cut);
  return failure({ type: FAILURE.timeout, message: after, nonRetryable: last });
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

function calledItem({ step, position, callId }: CallToolInput, tool: Tool) {
  const item = { type: 'function_call', call_id: callId };
  return { step, position, callId, kind: item.type, name: tool.name, arguments: '', item };
}

function missingText(info: Info, { agent }: CallToolInput, agents: ReadonlyMap<string, Agent>): string {
  const known = agents.has(agent) ? `agent "${agent}" without the tool "${info.activityType}"` : `no agent "${agent}"`;
  return `this worker on task queue "${info.taskQueue}" has ${known}`;
}

/** What the log says of an attempt that did not return: the outcome that it would have, if it were the last. */
function outcomeLogged(error: unknown, policy: Tool['policy']): string {
  const { type, message } = error as { type?: string; message?: string };
  const kind = error instanceof CancelledFailure ? 'cancelled' : 'application';
  return endOfFailure({ kind, type, message: message ?? '' }, policy.effect).outcome;
}
