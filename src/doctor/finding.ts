/** What the doctor finds and does: one finding for each thing wrong, one change for each thing done. Types only. */

import type { Service } from './service.js';

/** What is wrong. */
export type FindingCode =
  /** An element that is neither a message nor an item. */
  | 'not_an_item'
  /** A Responses item among Chat messages, or a Chat message among Responses items. */
  | 'wrong_form'
  /** A result in a message of another role than `tool`, or a role that doesn't exist. */
  | 'wrong_role'
  /** The old `function_call` and `function` messages. */
  | 'legacy_form'
  /** A call without a result. */
  | 'missing_result'
  /** A second result of a call. */
  | 'duplicate_result'
  /** A result of no call. */
  | 'stray_result'
  /** A result that doesn't stand directly after its answer. */
  | 'out_of_place'
  /** Results that could belong to several calls, since ids are missing or used twice. */
  | 'unclear_result'
  /** One call, or one message with its calls, written twice. */
  | 'repeated_call'
  | 'empty_id'
  /** Two calls of one answer have the same id. */
  | 'same_id'
  | 'long_id'
  /** The id has a form that the service doesn't take. */
  | 'id_form'
  /** A call that lacks what every call has. */
  | 'bad_call'
  | 'bad_name'
  /** Arguments that are no text, or no JSON. */
  | 'bad_arguments'
  /** A result's content that the API doesn't take. */
  | 'bad_content'
  /** More calls in one message than the API takes. */
  | 'too_many_calls'
  /** A reasoning item without the item that it led to. */
  | 'reasoning_alone'
  /** A call without the reasoning item that it came with. */
  | 'reasoning_missing'
  /** Two items have one item id. */
  | 'duplicate_item'
  /** A reference to, or an item of, what the service has not stored. */
  | 'not_stored'
  /** Gemini: a call without the signature that the service gave it. */
  | 'no_signature'
  /** Gemini: the calls of one answer stand in several messages. */
  | 'split_calls'
  /** DeepSeek: a message with calls without the reasoning that came with it. */
  | 'no_reasoning_content'
  /** A message whose role may not stand there. */
  | 'role_order'
  /** Anything else that OpenAI's API refuses in a message or an item. */
  | 'refused'
  | 'bad_tool'
  | 'too_many_tools';

/** One thing wrong. */
export interface Finding {
  readonly code: FindingCode;
  /** `error`: a service refuses it. `warning`: the chosen service takes it, others don't. */
  readonly severity: 'error' | 'warning';
  /** Where, as the services write it: `messages[3].tool_calls[1]`, `input[5]`, `tools[0]`. */
  readonly at: string;
  readonly callId?: string;
  readonly tool?: string;
  /** What is wrong, in one line. */
  readonly message: string;
  /** What the service answers, in its words; absent where they are not known. */
  readonly service?: string;
  /** What mending does about it, or what is left for a person. */
  readonly fix: string;
  /** What mending leaves out, in full. */
  readonly text?: string;
}

/** One thing that mending did. */
export interface Change {
  readonly kind: 'moved' | 'dropped' | 'added' | 'changed';
  /** Where it stood in the input. */
  readonly at: string;
  /** What was done, in one line. */
  readonly what: string;
  /** What was dropped, in full. */
  readonly text?: string;
}

/** A call as the doctor sees it, or a result that belongs to none. */
export interface CheckedCall {
  readonly callId: string;
  /** '' for a result of no call. */
  readonly tool: string;
  /** Where the call stands; for a result of no call, where the result does. */
  readonly at: string;
  /** Place among the calls of its answer, from 0; -1 for a result of no call. */
  readonly position: number;
  readonly state: 'ok' | 'missing' | 'running' | 'out_of_place' | 'unclear' | 'duplicate' | 'stray' | 'repeated';
  /** Where its result stands. */
  readonly resultAt?: string;
  /** The result's text. */
  readonly result?: string;
}

/** How to examine a conversation. */
export interface DoctorOptions {
  /** Whose rules, and whose words. @default 'openai' */
  readonly for?: Service;
  /** The conversation goes on elsewhere: calls of its last answer may still run. @default false */
  readonly running?: boolean;
}
