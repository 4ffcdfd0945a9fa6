/**
 * Lists turns by workflow type, status and memo. Rules: no custom search attribute is needed; the search is bounded; only
 * everycall's own notes are decoded, so that one memo that can't be read doesn't hide the other turns.
 */
import type { Client } from '@temporalio/client';
import type { temporal as api } from '@temporalio/proto';
import proto from '@temporalio/proto';
import type { ForkOrigin } from '../contract/fork-origin.js';
import { AGENT_TURN } from '../contract/names.js';
import { PayloadReader } from '../history/payload-reader.js';
import { millis } from '../history/read-fact.js';
import { readNotes } from '../history/read-memo.js';
import { checkKnown, checkTurnId } from './check-options.js';
import { TurnOptionError } from './input-error.js';
import { checkScheduleId } from './schedule-options.js';

/** Where a turn stands, as far as a list tells: `completed` stands for `limit`, too. */
export type ListedStatus = 'running' | 'completed' | 'cancelled' | 'failed';

/** Which turns are listed. */
export interface ListOptions {
  /** How many at most: 1 to 1,000. @default 20 */
  readonly limit?: number;
  /** @default all */
  readonly status?: ListedStatus;
  /** Name of the agent. @default all */
  readonly agent?: string;
  /** Only turns that this schedule started. @default all */
  readonly schedule?: string;
  /** Only turns below this id: those of a session, or of a turn's sub-agents at any depth. @default all */
  readonly under?: string;
}

/** A turn in a list. Times in ms since the epoch. */
export interface TurnSummary {
  readonly turnId: string;
  /** '' when the turn was not started by everycall's client, '?' when the name can't be decoded. */
  readonly agent: string;
  readonly status: ListedStatus;
  readonly startedAt: number;
  readonly closedAt?: number;
  /** The turn was forked from another. */
  readonly forkOf?: ForkOrigin;
  /** Id of the schedule that started the turn. */
  readonly schedule?: string;
}

type Execution = api.api.workflow.v1.IWorkflowExecutionInfo;

const LIST_OPTIONS = ['limit', 'status', 'agent', 'schedule', 'under'];
const MOST_LISTED = 1_000;
/** Memos can't be queried, so turns of other agents are passed over here, up to this many. */
const MOST_SCANNED = 10_000;

const EXECUTION_STATUS: ReadonlyMap<ListedStatus, readonly string[]> = new Map([
  ['running', ['Running']],
  ['completed', ['Completed']],
  ['cancelled', ['Canceled']],
  ['failed', ['Failed', 'Terminated', 'TimedOut']],
]);

/**
 * The turns that fit, the newest first as the server sorts them.
 * @throws {TurnOptionError} on an option that there is not, or a limit, a status or an id that can't be used.
 */
export async function listTurns(temporal: Client, options: ListOptions): Promise<TurnSummary[]> {
  checkKnown('options', options, LIST_OPTIONS);
  const { limit = 20, agent } = options;
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_LISTED) {
    throw new TurnOptionError('limit', limit, `1 to ${MOST_LISTED}`);
  }
  const found: TurnSummary[] = [];
  let scanned = 0;
  const pageSize = agent === undefined ? limit : MOST_LISTED;
  for await (const execution of executions(temporal, queryOf(options), pageSize)) {
    const turn = await summaryOf(temporal, execution);
    if (agent === undefined || turn.agent === agent) found.push(turn);
    scanned += 1;
    if (found.length >= limit || scanned >= MOST_SCANNED) break;
  }
  return found;
}

function queryOf({ status, schedule, under }: ListOptions): string {
  // A turn that goes on in another run is listed by that one.
  const parts = [`WorkflowType = "${AGENT_TURN}" AND ExecutionStatus != "ContinuedAsNew"`];
  // The server itself fills this attribute in.
  if (schedule !== undefined) parts.push(`TemporalScheduledById = ${quoted(checkScheduleId(schedule))}`);
  if (under !== undefined) parts.push(`WorkflowId STARTS_WITH ${quoted(`${checkTurnId(under, 'under')}/`)}`);
  if (status !== undefined) {
    const names = EXECUTION_STATUS.get(status);
    if (!names) throw new TurnOptionError('status', status, [...EXECUTION_STATUS.keys()].join(', '));
    parts.push(`ExecutionStatus IN (${names.map(quoted).join(', ')})`);
  }
  return parts.join(' AND ');
}

/** A text of the server's query language, which has JSON's escapes for quotes and backslashes. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

/** Workflows that fit a query. The SDK's own list decodes whole memos and ends at the first that it can't read. */
export async function* executions(
  temporal: Client,
  query: string,
  pageSize: number,
): AsyncGenerator<Execution, void, void> {
  const { namespace } = temporal.workflow.options;
  let nextPageToken: Uint8Array = new Uint8Array();
  do {
    const page = await temporal.connection.workflowService.listWorkflowExecutions({
      namespace,
      query,
      pageSize,
      nextPageToken,
    });
    yield* page.executions;
    ({ nextPageToken } = page);
  } while (nextPageToken?.length > 0);
}

async function summaryOf(temporal: Client, { execution, status, startTime, closeTime, memo }: Execution) {
  const turnId = execution?.workflowId ?? '';
  const { namespace, loadedDataConverter } = temporal.workflow.options;
  const { agent, ...notes } = await readNotes(memo, new PayloadReader(turnId, namespace, loadedDataConverter));
  return {
    turnId,
    agent,
    status: statusOf(status),
    startedAt: millis(startTime),
    ...(closeTime && { closedAt: millis(closeTime) }),
    ...notes,
  } satisfies TurnSummary;
}

function statusOf(status: Execution['status']): ListedStatus {
  const closed = proto.temporal.api.enums.v1.WorkflowExecutionStatus;
  switch (status) {
    case closed.WORKFLOW_EXECUTION_STATUS_COMPLETED:
      return 'completed';
    case closed.WORKFLOW_EXECUTION_STATUS_CANCELED:
      return 'cancelled';
    case closed.WORKFLOW_EXECUTION_STATUS_FAILED:
    case closed.WORKFLOW_EXECUTION_STATUS_TERMINATED:
    case closed.WORKFLOW_EXECUTION_STATUS_TIMED_OUT:
      return 'failed';
    default:
      return 'running';
  }
}
