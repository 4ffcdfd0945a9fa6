// A turn that waits before it does anything: a change that no open turn survives.
import { sleep } from '@temporalio/workflow';

export async function agentTurn() {
  await sleep('1 minute');
}
