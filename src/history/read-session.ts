/** Reads a session from its history, and waits there for a turn to begin. Rule: reading asks no worker and changes nothing. */
import type { HistoryPlace } from './history-place.js';
import { AGENT_SESSION } from '../contract/names.js';
import { fetchEvents, type FetchOptions } from './fetch-events.js';
import { isNotFound } from './grpc-fault.js';
import { PayloadReader } from './payload-reader.js';
import { readFact } from './read-fact.js';
import { readSessionFact } from './session-fact.js';
import { SessionFold, type SessionTurn, type SessionView } from './session-fold.js';
import { requestUntilAborted } from './until-aborted.js';

/** A session, and where it is read from. */
export interface SessionSource extends HistoryPlace {
  readonly sessionId: string;
}

/** There is no such session, or its retention has ended. */
export class SessionNotFoundError extends Error {
  override readonly name = 'SessionNotFoundError';

  constructor(
    readonly sessionId: string,
    readonly namespace: string,
    /** Type of the workflow that has this id, when it is no session. */
    readonly workflowType?: string,
  ) {
    super(
      workflowType === undefined
        ? `there is no session "${sessionId}" in namespace "${namespace}": nothing was sent to it yet, or its retention has ended`
        : `"${sessionId}" in namespace "${namespace}" is no session but a workflow of type "${workflowType}"`,
    );
  }
}

const REQUEST_MS = 30_000;
/** Runs that are followed while a turn waits to begin: a bound on renewals. */
const MOST_RUNS = 1_000;

/** The current run of a session, and its status as Temporal numbers it. @throws {SessionNotFoundError} */
export async function describeSession({ connection, namespace, sessionId, closed }: SessionSource) {
  try {
    const { workflowExecutionInfo: info } = await connection.withDeadline(Date.now() + REQUEST_MS, () =>
      requestUntilAborted(connection, [closed], () =>
        connection.workflowService.describeWorkflowExecution({ namespace, execution: { workflowId: sessionId } }),
      ),
    );
    const type = info?.type?.name ?? '';
    if (type !== AGENT_SESSION) throw new SessionNotFoundError(sessionId, namespace, type);
    return { runId: info?.execution?.runId ?? '', status: info?.status };
  } catch (error) {
    throw isNotFound(error) ? new SessionNotFoundError(sessionId, namespace) : error;
  }
}

/**
 * What is known of a session by now. @param runId another run than the current one
 * @throws {SessionNotFoundError}
 */
export async function readSessionView(source: SessionSource, runId?: string): Promise<SessionView> {
  const fold = new SessionFold(source.sessionId, runId ?? (await describeSession(source)).runId);
  try {
    await foldEvents(source, fold, {});
  } catch (error) {
    throw isNotFound(error) ? new SessionNotFoundError(source.sessionId, source.namespace) : error;
  }
  return fold.view();
}

/** Where a turn of a session stands; undefined when there is no such session, or none of its turns has this id. */
export async function turnState(source: SessionSource, turnId: string): Promise<SessionTurn['state'] | undefined> {
  try {
    return (await readSessionView(source)).turns.find((turn) => turn.turnId === turnId)?.state;
  } catch (error) {
    if (error instanceof SessionNotFoundError) return undefined;
    throw error;
  }
}

/**
 * Waits until a turn of the session that waits has begun, or never will.
 * @returns whether it has.
 */
export async function turnBegins(source: SessionSource, turnId: string, signal?: AbortSignal): Promise<boolean> {
  let { runId } = await describeSession(source);
  for (let run = 0; run < MOST_RUNS; run++) {
    const fold = new SessionFold(source.sessionId, runId);
    const known = () => {
      const state = fold.view().turns.find((turn) => turn.turnId === turnId)?.state;
      return state !== undefined && state !== 'waiting';
    };
    const next = await foldEvents(source, fold, { follow: true, ...(signal && { signal }) }, known);
    if (known()) return fold.view().turns.some((turn) => turn.turnId === turnId && turn.state !== 'not_started');
    if (next === undefined) return false;
    runId = next;
  }
  return false;
}

/** Folds the events of one run. @returns the run that goes on in its place. */
async function foldEvents(
  source: SessionSource,
  fold: SessionFold,
  options: FetchOptions,
  enough: () => boolean = () => false,
): Promise<string | undefined> {
  const { sessionId, namespace, converter } = source;
  const reader = new PayloadReader(sessionId, namespace, converter);
  for await (const event of fetchEvents({ ...source, turnId: sessionId, runId: fold.runId }, options)) {
    const fact = await readFact(event, reader, fold.runId);
    if (fact) fold.apply(fact);
    if (fact?.type === 'turn-closed') return fact.newRunId;
    const own = await readSessionFact(event, reader);
    if (own) fold.applyOwn(own);
    if (own && enough()) return undefined;
  }
  return undefined;
}
