/**
 * What a script mostly wants to know of a request: who says what, and how far the turn has come. Types only. Rule: what
 * everycall says to the model after an answer that doesn't fit is no message of the user, and begins no new count.
 */

/** A call's answer as the model sees it. */
export interface ConversationResult {
  readonly callId: string;
  readonly name: string;
  readonly output: string;
}

/** A request's conversation, in no API's form. */
export interface Conversation {
  /** Texts of system and developer messages, a line each. */
  readonly instructions: string;
  /** Text of the last user message; '' when there is none. */
  readonly user: string;
  /** Number of user messages. */
  readonly turn: number;
  /** 1 for the first answer to the last user message, 2 for the next, … */
  readonly step: number;
  /** Answers to the calls of the last assistant message, in the order in which they stand. */
  readonly results: readonly ConversationResult[];
  /** Names of the functions that are offered. */
  readonly tools: readonly string[];
}
