/** What a turn does after an answer of the model, as a discriminated union. Pure. */
import type { Entry } from './entry.js';
import { textOf } from './item.js';
import type { LimitName } from './limit.js';
import { clip } from './outcome-text.js';
import { toolCallsOf, type ToolCall } from './tool-call.js';

/** The next step of a turn. */
export type NextStep =
  /** Run the calls, then ask the model again. */
  | { readonly do: 'run'; readonly calls: readonly ToolCall[] }
  /** The answer holds no call: it is the turn's output. */
  | { readonly do: 'complete'; readonly output: unknown }
  /** This was the last answer at a limit; calls in it are recorded as skipped. */
  | { readonly do: 'stop'; readonly limit: LimitName; readonly output?: unknown; readonly calls: readonly ToolCall[] }
  /** The answer is none: it was cut, or isn't what the agent's schema says. */
  | { readonly do: 'fail'; readonly error: { readonly code: AnswerFault; readonly message: string } };

/** Why an answer without calls can't complete a turn. */
export type AnswerFault = 'answer_cut' | 'content_filter' | 'output_invalid';

/** What is known of how an answer ended. */
export interface AnswerEnd {
  readonly finish: 'stop' | 'length' | 'content_filter';
  /** Set when the agent has a schema for its answer. */
  readonly structured?: { readonly value: unknown } | { readonly problem: string };
}

const CUT = 'the answer was cut off at the output token limit of the model or the agent';
const FILTERED = "the answer was cut off by the service's content filter";

/** Decides on an answer. `limit` is set when the model was asked for its last answer because of it. */
export function nextStep(answer: readonly Entry[], end: AnswerEnd, limit: LimitName | undefined): NextStep {
  const calls = toolCallsOf(answer);
  const text = answer.map(({ item }) => textOf(item)).join('');
  const { finish, structured } = end;
  const output = structured && 'value' in structured ? structured.value : text;
  if (limit) {
    const none = structured ? !('value' in structured) : text === '';
    return { do: 'stop', limit, calls, ...(!none && { output }) };
  }
  if (calls.length > 0) return { do: 'run', calls };
  if (finish === 'length') return { do: 'fail', error: { code: 'answer_cut', message: CUT } };
  if (finish === 'content_filter') return { do: 'fail', error: { code: 'content_filter', message: FILTERED } };
  if (structured && 'problem' in structured) {
    const message = `the answer does not fit the agent's output schema: ${structured.problem}. It was: ${clip(text, 1_000)}`;
    return { do: 'fail', error: { code: 'output_invalid', message } };
  }
  return { do: 'complete', output };
}
