/**
 * Tells the world outside that a turn waits for people: in its memo, which history keeps and every list shows, and in a
 * search attribute where that is registered (an upsert of an unregistered one would fail the task for ever).
 */
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { upsertMemo, upsertSearchAttributes } from '@temporalio/workflow';
import { WAITING_ATTRIBUTE, WAITING_MEMO, type WaitingApproval } from '../contract/people.js';

const KEY = defineSearchAttributeKey(WAITING_ATTRIBUTE, SearchAttributeType.KEYWORD);

/** Returns what tells of the approvals that are pending; those of one moment are told together. */
export function tellingWaiting(isRegistered: () => boolean): (approvals: readonly WaitingApproval[]) => void {
  let pending: readonly WaitingApproval[] = [];
  let told = '[]';
  let due = false;
  const tell = () => {
    due = false;
    const text = JSON.stringify(pending);
    if (text === told) return;
    const waits = pending.length > 0;
    upsertMemo({ [WAITING_MEMO]: waits ? pending : null });
    if (isRegistered() && waits !== (told !== '[]')) {
      upsertSearchAttributes([{ key: KEY, value: waits ? 'approval' : null }]);
    }
    told = text;
  };
  return (approvals) => {
    pending = approvals;
    if (due) return;
    due = true;
    void Promise.resolve().then(tell);
  };
}
