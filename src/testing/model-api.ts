/** The seam between the server and an API that it speaks: another API is another object of this form. Types only. */
import type { Answer } from './answer.js';
import type { Conversation } from './conversation.js';
import type { Refusal } from './refusal.js';
import type { Reply } from './reply.js';
import type { ScriptRequest } from './script.js';
import type { RefusalOptions } from './rules/rule.js';
import type { ServiceError } from './service-error.js';
import type { StreamOrder } from './stream-order.js';

/** What an answer needs to know of its request beside the body. */
export interface AnswerContext {
  /** Number of the request in the log, from 1. */
  readonly number: number;
  /** Bytes of the request's body. */
  readonly bytes: number;
  /** Unix time, in seconds. */
  readonly created: number;
  /** @default the service's own */
  readonly order?: StreamOrder;
}

/** A body that passed the rules. */
export interface ReadRequest {
  readonly request: ScriptRequest;
  readonly conversation: Conversation;
  readonly streaming: boolean;
  /** Throws when the reply has no form in this API. */
  answer(reply: Reply, context: AnswerContext): Answer;
  /** The events by which a stream says that it failed, in place of those after the first `sent`. */
  brokenOff(error: ServiceError, sent: number, context: AnswerContext): readonly string[];
}

/** One API of a model service. */
export interface ModelApi {
  readonly name: 'chat' | 'responses';
  /** Path under `/v1`, and on Azure, e.g. `chat/completions`. */
  readonly path: string;
  /** Azure serves it under each deployment, too. */
  readonly perDeployment: boolean;
  /** What the service refuses, in its words. */
  refusal(body: unknown, options: RefusalOptions): Refusal | undefined;
  read(body: unknown): ReadRequest;
}
