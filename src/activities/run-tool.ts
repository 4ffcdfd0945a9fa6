/**
 * One attempt of one call: checks what the tool gets, runs it, and tells how the attempt ended. Rule: a tool that returned
 * is believed even when it was told to stop, and nobody says of a tool that began that it had no effect.
 */
import { CancelledFailure } from '@temporalio/common';
import type { Info } from '@temporalio/activity';
import type { CallToolInput, CallToolOutput, NotEnded } from '../contract/call-tool.js';
import type { Agent } from '../definition/agent.js';
import { readOutputTool } from '../definition/read-output-tool.js';
import type { Tool } from '../definition/tool.js';
import { FAILURE } from '../protocol/failure.js';
import { invalidArgumentsText } from '../protocol/outcome-text.js';
import type { StorageSize } from '../protocol/size.js';
import type { Attempt, StopReason } from './attempt.js';
import { failure, shutDown } from './call-failure.js';
import type { CallLog } from './call-log.js';
import type { ModelAccess } from './call-model.js';
import { askHosted } from './hosted-call.js';
import { toolContext } from './make-tool-context.js';
import { readOutput, type ReadOutputArguments } from './read-output.js';
import { recordOutput } from './record-output.js';
import { backoffMs, thrownFailure } from './thrown-failure.js';
import type { TranscriptCache } from './transcript-cache.js';
import { headerOf } from './turn-source.js';

/**
 * How long a stopped tool may take to end by itself: with the heartbeat that brings the cancel, less than the 10 s that
 * the turn waits.
 */
const CANCEL_SETTLE_MS = 7_000;
const SHUTDOWN_SETTLE_MS = 1_000;

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
  /** When the whole call must be over, in milliseconds since the epoch: by its deadline, and by the end of its turn. */
  readonly endsAt: number;
  readonly spent: NotEnded & { readonly firstStart: number };
  /** Credentials of the agent's model service, which no text about a failure may hold. */
  readonly secrets: () => readonly string[];
  /** The agent's service on the Responses API, for isolated hosted tools. Throws where the worker has no key. */
  readonly hosted: () => ModelAccess;
  /** The agent's own service, for summaries. Throws where the worker has no key. */
  readonly model: () => ModelAccess;
  /** External storage, where the worker has one. */
  readonly storage?: StorageSize | undefined;
}

/** Runs the tool. Rejects with the failure of the attempt when it did not return. */
export async function runTool(run: ToolRun): Promise<CallToolOutput> {
  const { tool, input, attempt, spent, timeoutMs } = run;
  const endsAt = Date.now() + timeoutMs;
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

  const running = Promise.resolve().then(() => execute(run, parsed.args, parsedContext.context));
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
    return await recordOutput(run, end.value, endsAt);
  } catch (error) {
    throw thrownFailure(error, { ...run, spent });
  }
}

/** The tool's own code; the service's where the tool is an isolated hosted one, everycall's where it is built in. */
function execute(run: ToolRun, args: unknown, context: unknown): unknown {
  const { tool, agent, attempt, hosted, input } = run;
  if (tool === readOutputTool) return readOutput(args as ReadOutputArguments, input, attempt.signal);
  if (!tool.asks) return tool.execute!(args, toolContext(run, context));
  const { query } = args as { readonly query: string };
  return askHosted({ tool, agent, query, access: hosted, signal: attempt.signal });
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
function stoppedFailure({ tool, attempt, timeoutMs, endsAt, spent }: ToolRun, begun: boolean): Error {
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
  // No attempt is left to begin after that.
  const left = endsAt - Date.now();
  const last = tool.policy.effect === 'once' || left <= backoffMs(tool.policy.retry, spent.attempts - spent.cut);
  return failure({ type: FAILURE.timeout, message: after, nonRetryable: last });
}
