/**
 * Tells the world outside that a turn waits for people: in its memo, which history keeps and every list shows, and in a
 * search attribute where that is registered (an upsert of an unregistered one would fail the task for ever).
 */
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { upsertMemo, upsertSearchAttributes } from '@temporalio/workflow';
import { WAITING_ATTRIBUTE, WAITING_MEMO, type WaitingApproval, type WaitingChange } from '../contract/people.js';

const KEY = defineSearchAttributeKey(WAITING_ATTRIBUTE, SearchAttributeType.KEYWORD);

/** Returns what tells of the approvals that are pending; those of one moment are told together. */
export function tellingWaiting(isRegistered: () => boolean): (approvals: readonly WaitingApproval[]) => void {
  let pending: readonly WaitingApproval[] = [];
  let told: ReadonlySet<string> = new Set();
  let due = false;
  const tell = () => {
    due = false;
    const ids = new Set(pending.map(({ approvalId }) => approvalId));
    const asked = pending.filter(({ approvalId }) => !told.has(approvalId));
    const over = [...told].filter((id) => !ids.has(id));
    if (asked.length + over.length === 0) return;
    const waits = ids.size > 0;
    const change: WaitingChange = { asked, over };
    upsertMemo({ [WAITING_MEMO]: waits ? change : null });
    if (isRegistered() && waits !== told.size > 0) {
      upsertSearchAttributes([{ key: KEY, value: waits ? 'approval' : null }]);
    }
    told = ids;
  };
  return (approvals) => {
    pending = approvals;
    if (due) return;
    due = true;
    void Promise.resolve().then(tell);
  };
}
