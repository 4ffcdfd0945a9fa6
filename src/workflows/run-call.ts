/**
 * Runs one call as an activity of the tool's own name. Rule: it always comes back with how the call ended; every wait
 * is bounded; and what a deploy or a worker without the tool cut short is started again without burning an attempt.
 */
import {
  ActivityCancellationType,
  proxyActivities,
  proxyLocalActivities,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { CallToolInput, CallToolOutput, NotEnded } from '../contract/call-tool.js';
import { foreignOutput } from '../contract/foreign-output.js';
import { callActivityId } from '../contract/names.js';
import type { ToolPolicy } from '../definition/policy.js';
import { callerOf } from '../protocol/call-kind.js';
import { endOfFailure, FAILURE, type ActivityFault } from '../protocol/failure.js';
import { callSummary } from '../protocol/call-summary.js';
import { byteLength } from '../protocol/size.js';
import { detailsOf, readFault } from './read-failure.js';
import { settledAs } from './settled-as.js';
import type { CallOrder, CallReply } from './turn-effects.js';

/**
 * Silence after which a worker counts as lost. Its wrapper heartbeats every 2 s, so code that blocks the event loop for less
 * than 8 s is not taken for a dead worker.
 */
const HEARTBEAT_MS = 10_000;
/** The server's clock on an attempt runs later than the wrapper's own, which reports what it knows. */
const SERVER_SLACK_MS = 5_000;
/**
 * Waits between starts of a call that its worker could not run: 1 s, after ten times doubled up to 30 s. The server hands
 * tasks to the poller that has waited longest, and a worker without the tool may have ten in line before another's.
 */
const RESTART_MS = { first: 1_000, most: 30_000, quick: 10 };
/** Starts of one call; a bound against a fleet that is being restarted for ever. */
const RESTARTS = 100;

/** Where a turn's calls run. */
export interface CallSite {
  readonly agent: string;
  readonly hasContext: boolean;
}

/** Runs a call to its end; never rejects. */
export function runCall(order: CallOrder, site: CallSite): Promise<CallReply> {
  const begunAt = Date.now();
  return settledAs(
    startActivity(order, site, undefined),
    (result) => recordedReply(result, order.policy),
    (error) => startAgain(order, site, begunAt, error),
  );
}

/** Goes on after a first start that failed: with other starts as long as these may help, or with how the call ended. */
async function startAgain(order: CallOrder, site: CallSite, begunAt: number, failure: unknown): Promise<CallReply> {
  const { policy } = order;
  const endsAt = begunAt + order.leftMs;
  let error = failure;
  let waitsSince = begunAt;
  let lacking = 0;
  let before: NotEnded | undefined;
  for (let start = 1; ; start += 1) {
    const read = readFault(error);
    const spent = notEnded(error);
    const fault = { ...read, ranBefore: read.ranBefore || ranIn(spent) || ranIn(before) };
    const again = start < RESTARTS && mayStartAgain(fault, policy, spent);
    // A worker that lacks the tool is part of the wait for one that has it; a call that ran waits anew.
    const isLacking = fault.type === FAILURE.missing;
    if (!isLacking) waitsSince = Date.now();
    const until = Math.min(endsAt, waitsSince + (policy.maxWaitMs ?? order.leftMs));
    if (!again || Date.now() >= until) return endOfFailure(fault, policy.effect);
    before = again;
    lacking = isLacking ? lacking + 1 : 0;
    try {
      if (isLacking) await sleep(Math.min(restartWait(lacking), until - Date.now()));
    } catch (cancelled) {
      return endOfFailure(readFault(cancelled), policy.effect);
    }
    try {
      const leftMs = Math.max(1, endsAt - Date.now());
      return recordedReply(await startActivity({ ...order, leftMs }, site, before), policy);
    } catch (thrown) {
      error = thrown;
    }
  }
}

function restartWait(lacking: number): number {
  return Math.min(RESTART_MS.first * 2 ** Math.max(0, lacking - RESTART_MS.quick), RESTART_MS.most);
}

/** Whether the tool's code ran in an earlier attempt. */
function ranIn(spent: NotEnded | undefined): boolean {
  return spent !== undefined && (spent.begun || spent.attempts > 0);
}

/** What an earlier start spent, if the call may be started again; undefined when its end is final. */
function mayStartAgain(fault: ActivityFault, policy: ToolPolicy, spent: NotEnded | undefined): NotEnded | undefined {
  if (!spent) return undefined;
  if (fault.type === FAILURE.missing) return spent;
  if (fault.type === FAILURE.shutdown && (!spent.begun || policy.effect !== 'once')) return spent;
  return undefined;
}

function notEnded(error: unknown): NotEnded | undefined {
  const [details] = detailsOf(error);
  return typeof details === 'object' && details !== null && 'attempts' in details ? (details as NotEnded) : undefined;
}

function startActivity(order: CallOrder, site: CallSite, before: NotEnded | undefined): Promise<unknown> {
  const { call, policy, args } = order;
  if (policy.taskQueue !== undefined) return proxyActivities(remoteOptions(order))[call.name]!(args);
  const input: CallToolInput = {
    agent: site.agent,
    step: call.step,
    position: call.position,
    callId: call.callId,
    args,
    ...callerOf(call.item),
    ...(policy.mcp && { mcp: { ...policy.mcp, effect: policy.effect } }),
    ...(site.hasContext && { context: true as const }),
    ...(before && { before: { attempts: before.attempts, cut: before.cut, firstStart: before.firstStart } }),
    ...(order.maxBytes !== undefined && { maxBytes: order.maxBytes }),
    ...(order.keepBytes !== undefined && { keepBytes: order.keepBytes }),
    ...(order.tagged && { tagged: order.tagged }),
  };
  if (policy.local) return proxyLocalActivities(localOptions(policy, input))[call.name]!(input);
  return proxyActivities(ownOptions(order, before))[call.name]!(input);
}

/** Options common to tools of our own worker and of others. */
function remoteOptions({ call, policy, args, leftMs }: CallOrder) {
  const maxWait = Math.min(policy.maxWaitMs ?? leftMs, leftMs);
  return {
    activityId: callActivityId(call.step, call.position, call.callId),
    summary: callSummary(call.name, args),
    taskQueue: policy.taskQueue ?? workflowInfo().taskQueue,
    // What is left of the turn bounds an attempt, too.
    startToCloseTimeout: Math.min(policy.timeoutMs, leftMs) + SERVER_SLACK_MS,
    scheduleToStartTimeout: maxWait,
    // The deadline counts from the first start, so the outer bound adds the longest wait before it; nothing is tried again
    // after the turn's end.
    scheduleToCloseTimeout: Math.min(maxWait + policy.deadlineMs, leftMs) + SERVER_SLACK_MS,
    heartbeatTimeout: policy.taskQueue === undefined ? HEARTBEAT_MS : policy.heartbeatMs,
    retry: retryOf(policy, 0),
    // Set explicitly: the SDK's real default is TRY_CANCEL, whatever its doc comment says.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  };
}

function ownOptions(order: CallOrder, before: NotEnded | undefined) {
  const spent = before ? before.attempts - before.cut : 0;
  // Eager dispatch would hand the call to this very worker again, which lacks the tool or is about to end.
  return { ...remoteOptions(order), retry: retryOf(order.policy, spent), allowEagerDispatch: before === undefined };
}

function localOptions(policy: ToolPolicy, input: CallToolInput) {
  return {
    summary: callSummary(policy.name, input.args),
    startToCloseTimeout: policy.timeoutMs,
    scheduleToCloseTimeout: policy.deadlineMs,
    retry: retryOf(policy, 0),
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  };
}

function retryOf({ effect, retry }: ToolPolicy, spent: number) {
  return {
    maximumAttempts: effect === 'once' ? 1 : Math.max(1, retry.maximumAttempts - spent),
    initialInterval: retry.initialIntervalMs,
    backoffCoefficient: retry.backoffCoefficient,
    maximumInterval: retry.maximumIntervalMs,
  };
}

/** The reply for an activity's result: our own worker's says its entry id, a foreign worker's is the output itself. */
function recordedReply(result: unknown, policy: ToolPolicy): CallReply {
  if (policy.taskQueue !== undefined) {
    return { outcome: 'ok', output: foreignOutput(result, policy.output), recorded: {} };
  }
  const { id, output, content, usage, whole, stored } = result as CallToolOutput;
  const kept = whole && { kept: stored ? 0 : byteLength(whole.text) };
  return { outcome: 'ok', output, recorded: { id, ...(content && { content }), ...(usage && { usage }), ...kept } };
}
