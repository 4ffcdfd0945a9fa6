/** `everycall approvals`, `approve` and `deny`: the inbox of calls that wait for a person, and the answers. */
import { userInfo } from 'node:os';
import type { Approval } from '../history/turn-view.js';
import { columns, printable } from '../history/printable.js';
import { duration } from '../history/waterfall.js';
import { checkApprovalId } from '../client/people-options.js';
import { EXIT } from './exit-code.js';
import { plainTable } from './plain-table.js';
import { answered } from './slow-answer.js';
import { withClient, type ServerChoice } from './server-options.js';
import { print, printJson, tell } from './terminal.js';

/** Options of `approvals`, as parsed. */
export interface ApprovalsCommandOptions extends ServerChoice {
  readonly json?: boolean;
  readonly scan?: boolean;
}

/** Options of `approve` and `deny`, as parsed. */
export interface DecideOptions extends ServerChoice {
  readonly by?: string;
  readonly args?: unknown;
  readonly json?: boolean;
}

const MOST_NAME = 32;
const MOST_ARGUMENTS = 60;
const MOST_ID = 300;
const MOST_WHOLE = 10_000;

/** Lists what waits: of one turn and its sub-agents, or of all running turns. @returns the exit code. */
export async function approvals(turnId: string | undefined, options: ApprovalsCommandOptions): Promise<number> {
  return withClient(options, async (client) => {
    const found =
      turnId === undefined
        ? await client.approvals({ scan: options.scan === true })
        : await client.turn(turnId).approvals();
    if (options.json) printJson(found.map(inJson));
    else if (found.length === 0) tell(`nothing waits for a person in ${turnId ?? `namespace "${client.namespace}"`}`);
    else process.stdout.write(`${[approvalTable(found, Date.now()), ...moreLines(found)].join('\n')}\n`);
    return EXIT.ok;
  });
}

/** Approves a call. @returns the exit code. */
export async function approve(approvalId: string, options: DecideOptions): Promise<number> {
  const { by = whoami(), args } = options;
  const { turnId } = checkApprovalId(approvalId);
  return withClient(options, async (client) => {
    await answered(turnId, client.turn(turnId).approve(approvalId, { by, ...(args !== undefined && { args }) }));
    done({ approvalId, verdict: 'approve', by }, options);
    return EXIT.ok;
  });
}

/** Denies a call. @returns the exit code. */
export async function deny(approvalId: string, reason: string, options: DecideOptions): Promise<number> {
  const { by = whoami() } = options;
  const { turnId } = checkApprovalId(approvalId);
  return withClient(options, async (client) => {
    await answered(turnId, client.turn(turnId).deny(approvalId, reason, { by }));
    done({ approvalId, verdict: 'deny', by }, options);
    return EXIT.ok;
  });
}

/** A line for each call under a head; ids are whole, since they are copied. */
export function approvalTable(found: readonly Approval[], now: number): string {
  const table = plainTable(['CALL', 'AGENT', 'WAITS', 'LEFT', 'APPROVAL']);
  for (const { name, arguments: text, agent, requestedAt, until, otherwise, approvalId } of found) {
    const call = printable(`${name}(${text})`, MOST_ARGUMENTS);
    const left = `${duration(Math.max(0, until - now))}, then ${otherwise}`;
    table.push([call, printable(agent, MOST_NAME), duration(now - requestedAt), left, printable(approvalId, MOST_ID)]);
  }
  return table.toString().replace(/ +$/gm, '');
}

/** What of a call the table has no room for: whoever decides must see all of it, and why they are asked at all. */
export function moreLines(found: readonly Approval[]): string[] {
  return found.flatMap(({ name, arguments: text, approvalId, why }) => {
    const whole = printable(`${name}(${text})`, MOST_WHOLE);
    const cut = columns(whole) > MOST_ARGUMENTS;
    if (!cut && why === undefined) return [];
    const lines = [...(cut ? [`  ${whole}`] : []), ...(why === undefined ? [] : [printable(`  ${why}`, MOST_WHOLE)])];
    return ['', printable(approvalId, MOST_ID), ...lines];
  });
}

function inJson({ requestedAt, until, ...approval }: Approval) {
  return { ...approval, requestedAt: new Date(requestedAt).toISOString(), until: new Date(until).toISOString() };
}

function done(decided: { approvalId: string; verdict: string; by: string }, { json }: DecideOptions): void {
  if (json) printJson(decided);
  else print(decided.verdict === 'approve' ? 'approved' : 'denied');
}

/** Who decides, unless it is said: the account of this process. */
function whoami(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
