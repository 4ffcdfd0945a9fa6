/** What must follow the last reply of the model: how the turn ends, or that it goes on. */
import type { CallModelOutput } from '../../src/contract/call-model.js';
import type { TurnResult } from '../../src/contract/turn.js';
import type { LimitName } from '../../src/protocol/limit.js';
import type { ModelReply } from '../../src/workflows/turn-effects.js';

/** What is known when the model has replied. */
export interface Replied {
  readonly limit: LimitName | undefined;
  /** Number of calls in the answer. */
  readonly calls: number;
  /** How often an answer may still be returned to the model. */
  readonly correctionsLeft: number;
}

/** Whether an answer is returned to the model, since it does not fit. */
export function isReturned(answer: CallModelOutput, { limit, correctionsLeft }: Omit<Replied, 'calls'>): boolean {
  const { finish, structured } = answer;
  return !limit && finish === 'stop' && structured !== undefined && 'problem' in structured && correctionsLeft > 0;
}

/** The ending that follows from the last reply. */
export function expectedEnding(reply: ModelReply, replied: Replied): string {
  const { limit, calls } = replied;
  if (reply.kind === 'cancelled') return 'cancelled';
  if (limit) return `limit: ${limit}`;
  if (reply.kind === 'out_of_time') return 'limit: duration';
  if (reply.kind === 'failed') return `failed: ${reply.error.code}`;
  const { finish, structured } = reply.answer;
  // Calls are followed by another request, unless the turn was cancelled meanwhile; so are answers that are returned.
  if ((calls > 0 && !structured) || isReturned(reply.answer, replied)) return 'cancelled';
  if (finish !== 'stop') return finish === 'length' ? 'failed: answer_cut' : 'failed: content_filter';
  return structured && 'problem' in structured ? 'failed: output_invalid' : 'completed';
}

/** The ending of a result, in the same words. */
export function endingOf(result: TurnResult<unknown>): string {
  if (result.outcome === 'limit') return `limit: ${result.limit}`;
  return result.outcome === 'failed' ? `failed: ${result.error.code}` : result.outcome;
}
