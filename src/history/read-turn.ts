/**
 * Reads a turn as facts: finds its current run, fetches and decodes its events, and goes on to the run that takes over
 * when one is continued or reset. Rule: reading needs no worker and never asks the workflow anything.
 */
import type { temporal } from '@temporalio/proto';
import proto from '@temporalio/proto';
import { AGENT_TURN } from '../contract/names.js';
import { fetchEvents, type FetchOptions } from './fetch-events.js';
import { isNotFound } from './grpc-fault.js';
import type { HistoryFact, TurnClosed, TurnStarted } from './history-fact.js';
import type { HistoryPlace } from './history-place.js';
import { PayloadReader } from './payload-reader.js';
import { readFact } from './read-fact.js';
import { readNotes } from './read-memo.js';
import { isTurnEnd } from '../contract/turn-end.js';
import { turnBegins, turnState } from './read-session.js';
import { TurnFold } from './turn-fold.js';
import { requestUntilAborted } from './until-aborted.js';
import type { TurnView } from './turn-view.js';
import { withPending } from './pending.js';

/** A turn, and where it is read from. */
export interface TurnSource extends HistoryPlace {
  readonly turnId: string;
  /** It was started as a turn, so it need not be looked up first. */
  readonly started?: boolean;
  /** The session that it may be a turn of: one that is not there yet may wait for those before it. */
  readonly sessionId?: string;
}

/** How a turn is read. */
export type ReadOptions = Pick<FetchOptions, 'follow' | 'signal' | 'outageMs'>;

/** There is no such turn, or its retention has ended. */
export class TurnNotFoundError extends Error {
  override readonly name = 'TurnNotFoundError';

  constructor(
    readonly turnId: string,
    readonly namespace: string,
    /** Type of the workflow that has this id, when it is no turn. */
    readonly workflowType?: string,
  ) {
    super(
      workflowType === undefined
        ? `there is no turn "${turnId}" in namespace "${namespace}", or its retention has ended`
        : `"${turnId}" in namespace "${namespace}" is no turn but a workflow of type "${workflowType}"`,
    );
  }
}

/** The turn of a session has not begun yet: its result and its events can be waited for, all else needs it to be there. */
export class TurnNotBegunError extends Error {
  override readonly name = 'TurnNotBegunError';

  constructor(
    readonly turnId: string,
    readonly sessionId: string,
  ) {
    super(`turn "${turnId}" has not begun: it waits for those before it in session "${sessionId}"`);
  }
}

type Description = temporal.api.workflowservice.v1.IDescribeWorkflowExecutionResponse;

/** Runs that are followed for one turn: a bound on resets, and on the runs of a long turn. */
const MOST_RUNS = 100_000;
const REQUEST_MS = 30_000;
/** A message that was just sent to an idle session has its turn by then. */
const LOOKED_FOR_MS = 5_000;

/**
 * The current run of a turn as Temporal describes it.
 * @throws {TurnNotFoundError} {@link TurnNotBegunError}
 */
export async function describeTurn(source: TurnSource): Promise<Description> {
  const { connection, namespace, turnId, closed, sessionId } = source;
  let description: Description;
  try {
    description = await connection.withDeadline(Date.now() + REQUEST_MS, () =>
      requestUntilAborted(connection, [closed], () =>
        connection.workflowService.describeWorkflowExecution({ namespace, execution: { workflowId: turnId } }),
      ),
    );
  } catch (error) {
    if (!isNotFound(error)) throw error;
    const state = sessionId === undefined ? undefined : await turnState({ ...source, sessionId }, turnId);
    if (sessionId === undefined || state === undefined) throw new TurnNotFoundError(turnId, namespace);
    if (state === 'waiting') throw new TurnNotBegunError(turnId, sessionId);
    // It has begun meanwhile.
    return describeTurn({ ...source, sessionId: undefined });
  }
  const workflowType = description.workflowExecutionInfo?.type?.name ?? '';
  if (workflowType !== AGENT_TURN) throw new TurnNotFoundError(turnId, namespace, workflowType);
  return description;
}

/** Whether a turn is under way, by its description. */
export function isRunning({ workflowExecutionInfo: info }: Description): boolean {
  return info?.status === proto.temporal.api.enums.v1.WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
}

/**
 * The current run of a turn, once it has begun: what follows it waits for that, what only looks at it does for 5 s.
 * @throws {TurnNotFoundError} also when it never begins. {@link TurnNotBegunError}
 */
async function begunRun(source: TurnSource, { follow = false, signal }: ReadOptions): Promise<string> {
  try {
    return await currentRun(source);
  } catch (error) {
    if (!(error instanceof TurnNotBegunError)) throw error;
    const { turnId, namespace } = source;
    const tooLong = follow ? undefined : AbortSignal.timeout(LOOKED_FOR_MS);
    const session = { ...source, sessionId: error.sessionId };
    const begins = await turnBegins(session, turnId, tooLong ?? signal).catch((aborted: unknown) => {
      throw tooLong?.aborted ? error : aborted;
    });
    if (!begins) throw new TurnNotFoundError(turnId, namespace);
    return currentRun(source);
  }
}

/**
 * The facts of a turn in order; with `follow`, until it has ended. After a reset the facts of the new run follow from
 * its beginning, with a new `turn-started`.
 * @throws {TurnNotFoundError}
 * @throws {HistoryUnreadableError} when a payload can't be decoded.
 */
export async function* readFacts(source: TurnSource, options: ReadOptions = {}): AsyncGenerator<HistoryFact> {
  let runId = await begunRun(source, options);
  for (let run = 0; run < MOST_RUNS; run++) {
    let last: HistoryFact | undefined;
    for await (const fact of runFacts(source, runId, options)) {
      if (run === 0 && fact.type === 'turn-started') {
        const first = await firstRun(source, fact, options);
        if (first !== runId) {
          // None of it is lost: the run is read again once the others have been.
          last = { ...NO_CLOSE, newRunId: first };
          break;
        }
      }
      if (fact.type === 'turn-closed') last = fact;
      else yield fact;
    }
    if (!last) return;
    const next = last.type === 'turn-closed' ? await successor(source, last, runId) : undefined;
    if (next === undefined) {
      yield last;
      return;
    }
    runId = next;
  }
}

/** Leads from the run that was looked at first to the turn's first one. */
const NO_CLOSE = { type: 'turn-closed', how: 'continued_as_new', eventId: 0, at: 0 } as const;

/** The facts of one run in order. */
async function* runFacts(source: TurnSource, runId: string, options: ReadOptions): AsyncGenerator<HistoryFact> {
  const reader = readerOf(source);
  for await (const event of fetchEvents({ ...source, runId }, options)) {
    const fact = await readFact(event, reader, runId);
    if (fact) yield fact;
  }
}

/** The earliest run that is still there of those that a run goes on from; each is asked for its first events alone. */
async function firstRun(source: TurnSource, started: TurnStarted, { signal }: ReadOptions): Promise<string> {
  let first = started;
  try {
    while (first.continuedFrom !== undefined) {
      const runs = runFacts(source, first.continuedFrom, { ...(signal && { signal }) });
      const { value } = (await runs.next()) as IteratorResult<HistoryFact, undefined>;
      await runs.return(undefined);
      if (value?.type !== 'turn-started') break;
      first = value;
    }
  } catch (error) {
    // Runs are deleted when their retention ends, the oldest first.
    if (!isNotFound(error)) throw error;
  }
  return first.runId;
}

/**
 * How the turn closed, once it has: only the last event is fetched.
 * @throws {TurnNotFoundError}
 */
export async function readClose(source: TurnSource, signal?: AbortSignal): Promise<TurnClosed | undefined> {
  const completed = source.started && (await completedRun(source, signal));
  if (completed) return completed;
  let runId = await begunRun(source, { follow: true, ...(signal && { signal }) });
  for (let run = 0; run < MOST_RUNS; run++) {
    const last = await closeOf(source, runId, signal);
    const next = last && (await successor(source, last, runId));
    if (next === undefined) return last;
    runId = next;
  }
  return undefined;
}

/**
 * The close of the current run, when it completed as a turn does. Without a run's name the server takes the current one:
 * mostly that is all there is to know, and a request is saved.
 */
async function completedRun(source: TurnSource, signal?: AbortSignal): Promise<TurnClosed | undefined> {
  const closed = await closeOf(source, '', signal).catch((error: unknown) => {
    throw isNotFound(error) ? new TurnNotFoundError(source.turnId, source.namespace) : error;
  });
  return closed?.how === 'completed' && isTurnEnd(closed.result) ? closed : undefined;
}

/** How a run closed, once it has. */
async function closeOf(source: TurnSource, runId: string, signal?: AbortSignal): Promise<TurnClosed | undefined> {
  const reader = readerOf(source);
  const options = { follow: true, closeOnly: true, ...(signal && { signal }) };
  let closed: TurnClosed | undefined;
  for await (const event of fetchEvents({ ...source, runId }, options)) {
    const fact = await readFact(event, reader, runId);
    if (fact?.type === 'turn-closed') closed = fact;
  }
  return closed;
}

function readerOf({ turnId, namespace, converter }: TurnSource): PayloadReader {
  return new PayloadReader(turnId, namespace, converter);
}

/** Size of a turn's history, as the server counts it. */
export interface HistorySize {
  readonly bytes: number;
  readonly events: number;
}

/**
 * What is known of a turn by now; open activities are completed by what the server says of them.
 * @throws {TurnNotFoundError}
 */
export async function readView(source: TurnSource): Promise<TurnView & { readonly history: HistorySize }> {
  const fold = new TurnFold();
  for await (const fact of readFacts(source)) fold.apply(fact);
  const { pendingActivities, workflowExecutionInfo: info } = await describeTurn(source);
  const history = { bytes: Number(info?.historySizeBytes ?? 0), events: Number(info?.historyLength ?? 0) };
  const { forkOf, schedule } = await readNotes(info?.memo, readerOf(source));
  const links = { ...(forkOf && { forkOf }), ...(schedule !== undefined && { schedule }) };
  return { ...withPending(fold.view(), pendingActivities ?? []), ...links, history };
}

async function currentRun(source: TurnSource): Promise<string> {
  return (await describeTurn(source)).workflowExecutionInfo?.execution?.runId ?? '';
}

/** The run that goes on after a closed one: named by its end, or, after a reset, the one that has the turn's id now. */
async function successor(source: TurnSource, closed: TurnClosed, runId: string): Promise<string | undefined> {
  if (closed.newRunId) return closed.newRunId;
  if (closed.how !== 'terminated') return undefined;
  const current = await currentRun(source);
  return current === runId ? undefined : current;
}
