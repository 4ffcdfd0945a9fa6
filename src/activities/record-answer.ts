/**
 * Gets an answer into history. Rule: a payload holds at most 2 MB, so a larger answer goes to its turn in parts, by
 * updates, and the activity's result only says so; each item enters history once.
 */
import { Context } from '@temporalio/activity';
import { ANSWER_PART_UPDATE, type AnswerPart } from '../contract/answer-part.js';
import type { AnswerItem, CallModelOutput, CallPlan } from '../contract/call-model.js';
import { AnswerTooLarge } from '../models/answer-faults.js';
import { redact } from '../models/redact.js';
import { ANSWER_BYTES, ANSWER_ITEMS } from '../models/answer-room.js';
import { clip } from '../protocol/outcome-text.js';
import { clipBytes, mostPayloadBytes, type StorageSize } from '../protocol/size.js';
import { turnOf } from './activity-turn.js';
import { newEntryId } from './entry-id.js';

/** Largest answer that goes as the activity's result, and largest part, in bytes. */
const PART_BYTES = 1_000_000;
/** Longest text about an approval function that could not say. */
const WHY_CHARS = 300;
/** Texts of an answer's plans together, in bytes. */
const PLAN_BYTES = 500_000;

/**
 * What the activity returns for an answer.
 * @param store puts into external storage what it takes, and waits for it
 * @throws {AnswerTooLarge} over 16 MB or 2,000 items in all, or over 1.9 MB in one item without external storage.
 */
export async function recordAnswer(
  output: CallModelOutput,
  storage: StorageSize | undefined,
  store: (value: unknown) => Promise<void>,
): Promise<CallModelOutput> {
  const itemBytes = mostPayloadBytes(storage);
  const sizes = output.items.map((item) => Buffer.byteLength(JSON.stringify(item)));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const largest = Math.max(0, ...sizes);
  const count = sizes.length;
  if (count > ANSWER_ITEMS) throw new AnswerTooLarge('the answer', count, 'items', ANSWER_ITEMS);
  if (total > ANSWER_BYTES) throw new AnswerTooLarge('the answer', total, 'bytes', ANSWER_BYTES);
  if (largest > itemBytes) throw new AnswerTooLarge('an item of the answer', largest, 'bytes', itemBytes);
  if (total <= PART_BYTES) {
    await store(output);
    return output;
  }

  const answer = newEntryId();
  const parts = inParts(output.items, sizes);
  const { client, info } = Context.current();
  const { workflowId, runId } = turnOf(info);
  const turn = client.workflow.getHandle(workflowId, runId);
  // One after the other: what a turn hasn't taken in yet may be 2 MB at most.
  for (const [part, items] of parts.entries()) {
    const arg: AnswerPart = { answer, part, items };
    await store(arg);
    await turn.executeUpdate(ANSWER_PART_UPDATE, { args: [arg], updateId: `${answer}.${part}` });
  }
  return { ...output, items: [], inParts: { answer, count: parts.length } };
}

function inParts(items: readonly AnswerItem[], sizes: readonly number[]): AnswerItem[][] {
  const parts: AnswerItem[][] = [];
  let room = 0;
  items.forEach((item, i) => {
    if (parts.length === 0 || sizes[i]! > room) {
      parts.push([]);
      room = PART_BYTES;
    }
    parts.at(-1)!.push(item);
    room -= sizes[i]!;
  });
  return parts;
}

/** The plans with their texts cut to a share of what all together may have; what tools' own code said holds no secret. */
export function boundPlans(plans: readonly CallPlan[], secrets: readonly string[] = []): CallPlan[] {
  const share = Math.floor(PLAN_BYTES / Math.max(1, plans.length));
  return plans.map((plan) => {
    if ('output' in plan) return { ...plan, output: clipBytes(plan.output, share) };
    if (!('why' in plan) || plan.why === undefined) return plan;
    return { ...plan, why: clip(redact(plan.why, secrets), WHY_CHARS) };
  });
}
