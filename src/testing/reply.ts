/** A reply: what a script lets the model say, in no API's form. `say`, `call` and `calls` make one. Pure. */
import type { Usage } from '../protocol/usage.js';

/** A call that the model asks for. */
export interface ScriptedCall {
  /** @default a fresh id, `call_` and 24 hexadecimal digits */
  readonly id?: string;
  readonly name: string;
  /** An object is sent as its JSON text; a string is sent as it is, so a script can write broken JSON. */
  readonly arguments: Readonly<Record<string, unknown>> | string;
}

/** Why the model stopped, in the words of Chat Completions. */
export type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'function_call';

/** One answer of the scripted model. */
export interface Reply {
  readonly text?: string;
  readonly calls?: readonly ScriptedCall[];
  /** Tokens. @default about a quarter of the bytes of request and answer */
  readonly usage?: Partial<Usage>;
  /** A string that is no `FinishReason` is sent as it is. @default `tool_calls` when there are calls, else `stop` */
  readonly finishReason?: FinishReason | (string & {});
  /** Fields merged into the message, such as those that only one service adds. Streamed, they come in the first delta. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /**
   * Sent instead of all the above: text as it is, an object as JSON. When the request streams, an array is sent as one
   * event an element, followed by `[DONE]`.
   */
  readonly raw?: unknown;
}

/** A reply of text alone. */
export function say(text: string): Reply {
  return { text };
}

/** A reply that asks for one call. */
export function call(name: string, args: ScriptedCall['arguments'] = {}, id?: string): Reply {
  return calls({ name, arguments: args, ...(id !== undefined && { id }) });
}

/** A reply that asks for several calls at once. */
export function calls(...all: readonly ScriptedCall[]): Reply {
  return { calls: all };
}
