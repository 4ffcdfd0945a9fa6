/**
 * The calls that wait for people: of one turn with its sub-agents, and of all running turns, as one inbox. Rule: what waits
 * is read from history, which is exact; the server's lists only say where to look.
 */
import type { Client } from '@temporalio/client';
import { AGENT_TURN } from '../contract/names.js';
import { WAITING_ATTRIBUTE, WAITING_MEMO } from '../contract/people.js';
import { parseSubTurnId, subTurnId } from '../contract/sub-turn-id.js';
import { HistoryUnreadableError } from '../history/payload-reader.js';
import { readView, TurnNotFoundError, type TurnSource } from '../history/read-turn.js';
import type { Approval, TurnView } from '../history/turn-view.js';
import { checkApprovalId } from './people-options.js';
import { checkFlag, checkKnown } from './check-options.js';
import { TurnOptionError } from './input-error.js';
import { executions } from './list-turns.js';

/** Options of the client's `approvals`. */
export interface ApprovalsOptions {
  /**
   * Look through all running turns although the search attribute is registered: it lists no turn that began to wait before
   * it was. @default false
   */
  readonly scan?: boolean;
}

/** Depth of sub-agents that is followed. */
const MOST_DEPTH = 20;
/** Running turns that are looked through where the search attribute isn't registered. */
const MOST_SCANNED = 10_000;
/** Histories that are read at a time. */
const AT_ONCE = 8;

/**
 * The approvals of a turn and of the turns of its sub-agents.
 * @throws {TurnNotFoundError}
 */
export async function approvalsBelow(source: TurnSource, depth = 0): Promise<Approval[]> {
  const view = await readView(source);
  if (view.status !== 'running' || depth >= MOST_DEPTH) return [...view.approvals];
  const below = await Promise.all(
    subTurns(view).map(async (turnId) => {
      try {
        return await approvalsBelow({ ...source, turnId, started: false }, depth + 1);
      } catch (error) {
        // The call is there, and its turn is still to start.
        if (error instanceof TurnNotFoundError) return [];
        throw error;
      }
    }),
  );
  return [...view.approvals, ...below.flat()];
}

/** The turns of sub-agents that may be running. */
function subTurns({ turnId, calls, policy }: TurnView): string[] {
  const agents = new Set(policy?.tools.filter((tool) => tool.agent).map((tool) => tool.name));
  const open = calls.filter((call) => call.state !== 'done' && agents.has(call.name));
  return open.map(({ step, position }) => subTurnId(turnId, step, position));
}

/**
 * The turn that an approval id names: the top turn or one below it.
 * @throws {TurnOptionError} when it is no approval id, or of a turn elsewhere.
 */
export function decidingTurn(top: string, approvalId: string): string {
  const { turnId } = checkApprovalId(approvalId);
  for (let each = turnId; ;) {
    if (each === top) return turnId;
    const place = parseSubTurnId(each);
    if (!place) break;
    if (subTurnId(top, place.step, place.position) === each) return turnId;
    each = each.slice(0, each.lastIndexOf('/'));
  }
  throw new TurnOptionError('approvalId', approvalId, `of turn "${top}" or of a turn below it`);
}

/**
 * The approvals of all running turns of a namespace, by turn; without those of turns that can't be read here.
 * @throws {TurnOptionError} on options that don't exist. {@link HistoryUnreadableError} when none that waits can be read.
 */
export async function allApprovals(
  temporal: Client,
  options: ApprovalsOptions,
  closed: AbortSignal,
): Promise<Approval[]> {
  checkKnown('options', options, ['scan']);
  const scan = checkFlag('scan', options.scan) || !(await isRegistered(temporal));
  const waiting = await waitingTurns(temporal, scan);
  const { namespace, loadedDataConverter: converter } = temporal.workflow.options;
  const { connection } = temporal;
  const found: (readonly Approval[] | HistoryUnreadableError)[] = [];
  for (let at = 0; at < waiting.length; at += AT_ONCE) {
    const read = waiting.slice(at, at + AT_ONCE).map(async (turnId) => {
      try {
        return (await readView({ connection, namespace, converter, turnId, closed })).approvals;
      } catch (error) {
        if (error instanceof TurnNotFoundError) return [];
        if (error instanceof HistoryUnreadableError) return error;
        throw error;
      }
    });
    found.push(...(await Promise.all(read)));
  }
  const unreadable = found.filter((each) => each instanceof HistoryUnreadableError);
  // An empty inbox would be a lie where this client can read none of what waits.
  if (unreadable.length > 0 && unreadable.length === found.length) throw unreadable[0]!;
  return found.flatMap((each) => (each instanceof HistoryUnreadableError ? [] : each));
}

/** Ids of the turns that the server's lists say are waiting. */
async function waitingTurns(temporal: Client, scan: boolean): Promise<string[]> {
  const running = `WorkflowType = "${AGENT_TURN}" AND ExecutionStatus = "Running"`;
  const query = scan ? running : `${running} AND ${WAITING_ATTRIBUTE} = "approval"`;
  // A list that changes while it is paged may tell of a turn twice.
  const ids = new Set<string>();
  let scanned = 0;
  for await (const { execution, memo } of executions(temporal, query, 1_000)) {
    scanned += 1;
    const waits = !scan || Object.hasOwn(memo?.fields ?? {}, WAITING_MEMO);
    if (waits) ids.add(execution?.workflowId ?? '');
    if (scanned >= MOST_SCANNED) break;
  }
  return [...ids];
}

/** Whether turns tell by a search attribute that they wait. Without the right to ask, they are looked through. */
async function isRegistered({ connection, workflow }: Client): Promise<boolean> {
  const { namespace } = workflow.options;
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    return Object.hasOwn(customAttributes ?? {}, WAITING_ATTRIBUTE);
  } catch {
    return false;
  }
}
