/** Checks of the ledger: how often each call's code began, against what history says of it. Pure. */
import type { Evidence, ToolStart } from '../demo/evidence.js';
import { callIdOf } from './history.js';

/** Calls that ran after they had finished, changed their key or shared one, or ran unseen by history. */
export function judgeStarts({ turns, starts }: Evidence): string[] {
  const byCall = startsByCall(starts);
  const problems: string[] = [];
  const callOfKey = new Map<string, string>();
  for (const [call, begun] of byCall) {
    const finished = begun.findIndex(({ ended, failure }) => ended && failure === null);
    const after = finished < 0 ? 0 : begun.length - finished - 1;
    if (after > 0) problems.push(`${call} began again ${after} times after it had finished`);
    const keys = new Set(begun.map(({ key }) => key));
    if (keys.size > 1) problems.push(`${call} ran under ${keys.size} keys`);
    for (const key of keys) {
      const other = callOfKey.get(key);
      if (other !== undefined) problems.push(`${call} and ${other} ran under one key`);
      callOfKey.set(key, call);
    }
  }
  const inHistory = new Set<string>();
  for (const { turnId, activities } of turns) {
    for (const { id, type, attempts, end } of activities) {
      const callId = callIdOf(id);
      if (callId === undefined) continue;
      const call = nameOf({ tool: type, callId, turnId });
      inHistory.add(call);
      const begun = byCall.get(call) ?? [];
      if (begun.length > attempts) problems.push(`${call} began ${begun.length} times in ${attempts} attempts`);
      if (end === 'completed' && !begun.some(({ ended, failure }) => ended && failure === null)) {
        problems.push(`history says that ${call} finished, the ledger doesn't`);
      }
    }
  }
  for (const call of byCall.keys())
    if (!inHistory.has(call)) problems.push(`${call} ran, but history has no such call`);
  return problems;
}

/** The starts of each call, in the order in which they began. */
export function startsByCall(starts: readonly ToolStart[]): Map<string, ToolStart[]> {
  const byCall = new Map<string, ToolStart[]>();
  for (const start of starts) byCall.set(nameOf(start), [...(byCall.get(nameOf(start)) ?? []), start]);
  return byCall;
}

function nameOf({ tool, callId, turnId }: Pick<ToolStart, 'tool' | 'callId' | 'turnId'>): string {
  return `${tool} ${callId} of turn ${turnId}`;
}
