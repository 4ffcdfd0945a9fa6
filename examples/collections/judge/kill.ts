/** Checks of the kill: by the ledger, what the dead worker left open ran again elsewhere, and what it had finished did not. Pure. */
import type { ToolStart } from '../demo/evidence.js';
import { startsByCall } from './starts.js';

/** Calls that were lost with their worker, or ran again needlessly. */
export function judgeKill(starts: readonly ToolStart[], killedPid: number): string[] {
  const problems: string[] = [];
  let killed = 0;
  let finishedBefore = 0;
  for (const [call, begun] of startsByCall(starts)) {
    const there = begun.filter(({ pid }) => pid === killedPid);
    const elsewhere = begun.filter(({ pid }) => pid !== killedPid);
    const finished = there.some(({ ended, failure }) => ended && failure === null);
    if (finished) {
      finishedBefore += 1;
      if (elsewhere.length > 0) problems.push(`${call} had finished on the killed worker and ran again`);
    } else if (there.some(({ ended }) => !ended)) {
      killed += 1;
      const ended = elsewhere.some((start) => start.ended && start.failure === null);
      if (!ended) problems.push(`${call} was killed and did not finish on another worker`);
    }
  }
  if (killed === 0) problems.push('the kill interrupted no call');
  if (finishedBefore === 0) problems.push('no call had finished before the kill');
  return problems;
}
