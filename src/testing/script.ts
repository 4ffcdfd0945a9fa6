/**
 * A script: where the replies come from. Rule: a reply of a list is used up only by a request that is sent it, so a
 * request that was refused, met a fault, or was dropped by its client gets the same reply when it comes again.
 */
import type { ChatRequest } from './chat-request.js';
import type { ResponsesRequest } from './responses-request.js';
import type { Conversation } from './conversation.js';
import type { Reply } from './reply.js';

/** What a script is told beside the request. */
export interface ScriptInfo {
  /** Number of the request in the server's log, from 1. */
  readonly number: number;
  /** The API that was asked: it says in which form the request is. */
  readonly api: 'chat' | 'responses';
  readonly conversation: Conversation;
}

/** The body of a request, in the form of its API. */
export type ScriptRequest = ChatRequest | ResponsesRequest;

/** Decides on a reply. It is asked only for requests that are valid. */
export type ScriptFunction = (request: ScriptRequest, info: ScriptInfo) => Reply | Promise<Reply>;

/** Replies in the order in which they are given, one a request; or a function. */
export type Script = readonly Reply[] | ScriptFunction;

/** The script has no reply for a request. */
export class ScriptEndError extends Error {
  override readonly name = 'ScriptEndError';
  constructor(
    readonly requestNumber: number,
    readonly replies: number,
  ) {
    super(`the script has no reply for request ${requestNumber}: all of its ${replies} replies are used`);
  }
}

/** Gives each request its reply. */
export interface ScriptReader {
  /** `keep` leaves the reply for the next request: its answer will not arrive whole. */
  read(request: ScriptRequest, info: ScriptInfo, keep: boolean): Promise<Reply>;
}

/** Reads a script from its start. */
export function readScript(script: Script): ScriptReader {
  let used = 0;
  return {
    async read(request, info, keep) {
      if (typeof script === 'function') return script(request, info);
      const reply = script[used];
      if (!reply) throw new ScriptEndError(info.number, script.length);
      if (!keep) used += 1;
      return reply;
    },
  };
}
