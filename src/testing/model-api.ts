/** The seam between the server and an API that it speaks: another API is another object of this form. Types only. */
import type { Answer } from './answer.js';
import type { AnswerContext } from './chat-answer.js';
import type { ChatRefusalOptions } from './chat-rules/rule.js';
import type { ChatRequest } from './chat-request.js';
import type { Conversation } from './conversation.js';
import type { Refusal } from './refusal.js';
import type { Reply } from './reply.js';

/** One API of a model service. `Request` is the form of a body that passed its rules. */
export interface ModelApi<Request = ChatRequest> {
  /** Path under `/v1`, and under a deployment on Azure, e.g. `chat/completions`. */
  readonly path: string;
  /** What the service refuses, in its words. */
  readonly refusal: (body: unknown, options: ChatRefusalOptions) => Refusal | undefined;
  readonly conversation: (request: Request) => Conversation;
  readonly answer: (reply: Reply, request: Request, context: AnswerContext) => Answer;
}
