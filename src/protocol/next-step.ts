/** What a turn does after an answer of the model, as a discriminated union. Pure. */
import type { Entry } from './entry.js';
import { textOf } from './item.js';
import type { LimitName } from './limit.js';
import { toolCallsOf, type ToolCall } from './tool-call.js';

/** The next step of a turn. */
export type NextStep =
  /** Run the calls, then ask the model again. */
  | { readonly do: 'run'; readonly calls: readonly ToolCall[] }
  /** The answer holds no call: it is the turn's output. */
  | { readonly do: 'complete'; readonly output: string }
  /** This was the last answer at a limit; calls in it are recorded as skipped. */
  | { readonly do: 'stop'; readonly limit: LimitName; readonly output: string; readonly calls: readonly ToolCall[] }
  /** The answer was cut and holds no call to go on with. */
  | { readonly do: 'fail'; readonly code: 'answer_cut' | 'content_filter'; readonly message: string };

/** Decides on an answer. `limit` is set when the model was asked for its last answer because of it. */
export function nextStep(
  answer: readonly Entry[],
  finish: 'stop' | 'length' | 'content_filter',
  limit: LimitName | undefined,
): NextStep {
  const calls = toolCallsOf(answer);
  const output = answer.map(({ item }) => textOf(item)).join('');
  if (limit) return { do: 'stop', limit, output, calls };
  if (calls.length > 0) return { do: 'run', calls };
  if (finish === 'length') {
    return {
      do: 'fail',
      code: 'answer_cut',
      message: 'the answer was cut off at the output token limit of the model or the agent',
    };
  }
  if (finish === 'content_filter') {
    return { do: 'fail', code: 'content_filter', message: "the answer was cut off by the service's content filter" };
  }
  return { do: 'complete', output };
}
