/** Lists turns by workflow type, status and memo. Rule: no custom search attribute is needed, and the search is bounded. */
import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { AGENT_TURN } from '../contract/names.js';
import { TurnOptionError } from './input-error.js';

/** Memo field with the agent's name. */
export const AGENT_MEMO = 'everycallAgent';

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
}

/** A turn in a list. Times in ms since the epoch. */
export interface TurnSummary {
  readonly turnId: string;
  /** '' when the turn was not started by everycall's client. */
  readonly agent: string;
  readonly status: ListedStatus;
  readonly startedAt: number;
  readonly closedAt?: number;
}

const MOST_LISTED = 1_000;
/** Memos can't be queried, so turns of other agents are passed over here, up to this many. */
const MOST_SCANNED = 10_000;

const EXECUTION_STATUS: ReadonlyMap<ListedStatus, readonly string[]> = new Map([
  ['running', ['Running', 'ContinuedAsNew']],
  ['completed', ['Completed']],
  ['cancelled', ['Canceled']],
  ['failed', ['Failed', 'Terminated', 'TimedOut']],
]);

/**
 * The turns that fit, the newest first as the server sorts them.
 * @throws {TurnOptionError} on a limit or a status that can't be used.
 */
export async function listTurns(temporal: Client, options: ListOptions): Promise<TurnSummary[]> {
  const { limit = 20, agent } = options;
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_LISTED) {
    throw new TurnOptionError('limit', limit, `1 to ${MOST_LISTED}`);
  }
  const found: TurnSummary[] = [];
  let scanned = 0;
  const pageSize = agent === undefined ? limit : MOST_LISTED;
  for await (const execution of temporal.workflow.list({ query: queryOf(options.status), pageSize })) {
    const turn = summaryOf(execution);
    if (agent === undefined || turn.agent === agent) found.push(turn);
    scanned += 1;
    if (found.length >= limit || scanned >= MOST_SCANNED) break;
  }
  return found;
}

function queryOf(status: ListedStatus | undefined): string {
  const type = `WorkflowType = "${AGENT_TURN}"`;
  if (status === undefined) return type;
  const names = EXECUTION_STATUS.get(status);
  if (!names) throw new TurnOptionError('status', status, [...EXECUTION_STATUS.keys()].join(', '));
  return `${type} AND ExecutionStatus IN (${names.map((name) => `"${name}"`).join(', ')})`;
}

function summaryOf({ workflowId, status, startTime, closeTime, memo }: WorkflowExecutionInfo): TurnSummary {
  const agent = memo?.[AGENT_MEMO];
  return {
    turnId: workflowId,
    agent: typeof agent === 'string' ? agent : '',
    status: statusOf(status.name),
    startedAt: startTime.getTime(),
    ...(closeTime && { closedAt: closeTime.getTime() }),
  };
}

function statusOf(name: WorkflowExecutionInfo['status']['name']): ListedStatus {
  switch (name) {
    case 'COMPLETED':
      return 'completed';
    case 'CANCELLED':
      return 'cancelled';
    case 'FAILED':
    case 'TERMINATED':
    case 'TIMED_OUT':
      return 'failed';
    default:
      return 'running';
  }
}
