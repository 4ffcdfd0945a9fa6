/** What a turn does after an answer of the model, as a discriminated union. Pure. */
import type { Entry } from './entry.js';
import { correctionText } from './final-answer.js';
import { refusalOf, textOf } from './item.js';
import type { LimitName } from './limit.js';
import { clip } from './outcome-text.js';
import { toolCallsOf, type ToolCall } from './tool-call.js';

/** The next step of a turn. */
export type NextStep =
  /** Run the calls, then ask the model again. `corrects`: the only call was to be the answer and does not fit. */
  | { readonly do: 'run'; readonly calls: readonly ToolCall[]; readonly corrects?: true }
  /** The answer is text that does not fit the agent's schema: say so, and ask the model again. */
  | { readonly do: 'correct'; readonly text: string }
  /** The answer is the turn's output; a call that gave it still gets its result. */
  | { readonly do: 'complete'; readonly output: unknown; readonly calls: readonly ToolCall[] }
  /** This was the last answer at a limit; calls in it are recorded as skipped. */
  | { readonly do: 'stop'; readonly limit: LimitName; readonly output?: unknown; readonly calls: readonly ToolCall[] }
  /** The answer is none: it was cut, refused, or isn't what the agent's schema says. */
  | {
      readonly do: 'fail';
      readonly error: { readonly code: AnswerFault; readonly message: string };
      readonly calls: readonly ToolCall[];
    };

/** Why an answer can't complete a turn. */
export type AnswerFault = 'answer_cut' | 'content_filter' | 'refusal' | 'output_invalid';

/** What is known of how an answer ended. */
export interface AnswerEnd {
  readonly finish: 'stop' | 'length' | 'content_filter';
  /** Set when the agent has a schema for its answer, and this was one. */
  readonly structured?: { readonly value: unknown } | { readonly problem: string };
}

const CUT = 'the answer was cut off at the output token limit of the model or the agent';
const FILTERED = "the answer was cut off by the service's content filter";

/**
 * Decides on an answer. `limit` is set when the model was asked for its last answer because of it; `correctionsLeft` is
 * how often an answer that does not fit may still be returned to the model.
 */
export function nextStep(
  answer: readonly Entry[],
  end: AnswerEnd,
  limit: LimitName | undefined,
  correctionsLeft = 0,
): NextStep {
  const calls = toolCallsOf(answer);
  const text = answer.map(({ item }) => textOf(item)).join('');
  const { finish, structured } = end;
  const output = structured && 'value' in structured ? structured.value : text;
  if (limit) {
    const none = structured ? !('value' in structured) : text === '';
    return { do: 'stop', limit, calls, ...(!none && { output }) };
  }
  if (calls.length > 0 && !structured) return { do: 'run', calls };
  const fail = (code: AnswerFault, message: string) => ({ do: 'fail', error: { code, message }, calls }) as const;
  if (finish === 'length') return fail('answer_cut', CUT);
  if (finish === 'content_filter') return fail('content_filter', FILTERED);
  if (!structured || 'value' in structured) return { do: 'complete', output, calls };

  const refusal = answer.map(({ item }) => refusalOf(item)).join('');
  if (refusal !== '') return fail('refusal', `the model refused to answer: ${clip(refusal, 1_000)}`);
  const { problem } = structured;
  if (correctionsLeft > 0) {
    return calls.length > 0 ? { do: 'run', calls, corrects: true } : { do: 'correct', text: correctionText(problem) };
  }
  const said = calls[0]?.arguments ?? text;
  return fail(
    'output_invalid',
    `the answer does not fit the agent's output schema: ${problem}. It was: ${clip(said, 1_000)}`,
  );
}
