/**
 * Gets an answer into history. Rule: a payload holds at most 2 MB, so a larger answer goes to its turn in parts, by
 * updates, and the activity's result only says so; each item enters history once.
 */
import { randomBytes } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { ANSWER_PART_UPDATE, type AnswerPart } from '../contract/answer-part.js';
import type { AnswerItem, CallModelOutput } from '../contract/call-model.js';
import { turnOf } from './activity-turn.js';

/** Largest answer that goes as the activity's result, and largest part, in bytes. */
const PART_BYTES = 1_000_000;
/** A single item fits into a payload, or nowhere. */
const ITEM_BYTES = 1_900_000;
/** Largest answer in all: a history holds 50 MB. */
const ANSWER_BYTES = 16_000_000;

/** The answer would not fit into history. Final: asking again would bring the like. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
  readonly code = 'answer_too_large';
  readonly status = 422;

  constructor(what: string, bytes: number, most: number) {
    super(`${what} of the model has ${bytes} bytes; at most ${most} can be recorded`);
  }
}

/**
 * What the activity returns for an answer.
 * @throws {AnswerTooLarge} over 16 MB in all, or over 1.9 MB in one item.
 */
export async function recordAnswer(output: CallModelOutput): Promise<CallModelOutput> {
  const sizes = output.items.map((item) => Buffer.byteLength(JSON.stringify(item)));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const largest = Math.max(0, ...sizes);
  if (total > ANSWER_BYTES) throw new AnswerTooLarge('the answer', total, ANSWER_BYTES);
  if (largest > ITEM_BYTES) throw new AnswerTooLarge('an item of the answer', largest, ITEM_BYTES);
  if (total <= PART_BYTES) return output;

  const answer = randomBytes(10).toString('hex');
  const parts = inParts(output.items, sizes);
  const { client, info } = Context.current();
  const { workflowId, runId } = turnOf(info);
  const turn = client.workflow.getHandle(workflowId, runId);
  // One after the other: what a turn hasn't taken in yet may be 2 MB at most.
  for (const [part, items] of parts.entries()) {
    const arg: AnswerPart = { answer, part, items };
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
