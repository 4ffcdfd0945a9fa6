/** How a turn must end after its last reply of the model, as one word. */
import type { TurnResult } from '../../src/contract/turn.js';
import type { LimitName } from '../../src/protocol/limit.js';
import type { ModelReply } from '../../src/workflows/turn-effects.js';

/** The ending that follows from the last reply; `calls` is the number of calls in the last answer. */
export function expectedEnding(reply: ModelReply, limit: LimitName | undefined, calls: number): string {
  if (reply.kind === 'cancelled') return 'cancelled';
  if (limit) return `limit: ${limit}`;
  if (reply.kind === 'out_of_time') return 'limit: duration';
  if (reply.kind === 'failed') return `failed: ${reply.error.code}`;
  // Calls are followed by another request, unless the turn was cancelled meanwhile.
  if (calls > 0) return 'cancelled';
  const { finish, structured } = reply.answer;
  if (finish !== 'stop') return finish === 'length' ? 'failed: answer_cut' : 'failed: content_filter';
  return structured && 'problem' in structured ? 'failed: output_invalid' : 'completed';
}

/** The ending of a result, in the same words. */
export function endingOf(result: TurnResult<unknown>): string {
  if (result.outcome === 'limit') return `limit: ${result.limit}`;
  return result.outcome === 'failed' ? `failed: ${result.error.code}` : result.outcome;
}
