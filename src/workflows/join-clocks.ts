/**
 * Tells the turn that this one is a sub-agent's call of, that nothing but people is waited for here: then that call waits for
 * people, too, and the clocks stand still up to the top. A turn that waits for nobody tells nothing.
 */
import { defineSignal, getExternalWorkflowHandle, setHandler, workflowInfo } from '@temporalio/workflow';
import { SUB_TURN_WAITS, type SubTurnWaits } from '../contract/people.js';
import { parseSubTurnId, subTurnId } from '../contract/sub-turn-id.js';
import type { OpenCalls } from './open-calls.js';

const waitsSignal = defineSignal<[SubTurnWaits]>(SUB_TURN_WAITS);

/** Has calls that are turns of sub-agents wait while these do, and tells this turn's own parent. */
export function joinClocks(calls: OpenCalls): void {
  setHandler(waitsSignal, (told) => calls.waitBelow(told, Date.now()), {
    description: "From a sub-agent's turn: people are waited for in it, or no longer.",
  });
  const { workflowId, parent } = workflowInfo();
  const place = parseSubTurnId(workflowId);
  if (!parent || !place || subTurnId(parent.workflowId, place.step, place.position) !== workflowId) return;
  let nth = 0;
  calls.onStand = (waits) => {
    nth += 1;
    // A parent that has ended needs to know nothing.
    getExternalWorkflowHandle(parent.workflowId)
      .signal(waitsSignal, { ...place, waits, told: { at: Date.now(), nth } })
      .catch(() => undefined);
  };
}
