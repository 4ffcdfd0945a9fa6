/** A reply: what a script lets the model say, in no API's form. `say`, `call` and `calls` make one. Pure. */
import type { Item } from '../protocol/item.js';
import type { Usage } from '../protocol/usage.js';

/** A call that the model asks for. */
export interface ScriptedCall {
  /** @default a fresh id, `call_` and 24 hexadecimal digits */
  readonly id?: string;
  readonly name: string;
  /** An object is sent as its JSON text; a string is sent as it is, so a script can write broken JSON. */
  readonly arguments: Readonly<Record<string, unknown>> | string;
  /** A call of a custom tool: `arguments` is its input, free text. @default false */
  readonly custom?: boolean;
}

/** What the model thought before it answered; the Responses API alone has a place for it. */
export interface ScriptedReasoning {
  /** Shown as the summary. @default no summary */
  readonly summary?: string;
  /** Sent as `encrypted_content` when the request includes it. @default a text made from the item's id */
  readonly encrypted?: string;
}

/** Why the model stopped, in the words of Chat Completions. */
export type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'function_call';

/** One answer of the scripted model. */
export interface Reply {
  readonly text?: string;
  readonly calls?: readonly ScriptedCall[];
  /** The model declines in these words: a refusal, beside or instead of the text. */
  readonly refusal?: string;
  /** Annotations of the text, such as citations, in the form of the API that is spoken. */
  readonly annotations?: readonly unknown[];
  /** Comes before everything else, as an item of its own. Chat Completions leaves it out. */
  readonly reasoning?: ScriptedReasoning;
  /** Items of tools that the service ran itself, before the text, e.g. `web_search_call`. Chat Completions leaves them out. */
  readonly hosted?: readonly Item[];
  /**
   * Output items of the Responses API, sent as they are instead of text, calls and the like. On Chat Completions the
   * request fails: it has no items.
   */
  readonly items?: readonly Item[];
  /** The response fails after what is said above: status `failed` on Responses, an error on Chat Completions. */
  readonly failed?: { readonly code: string; readonly message: string };
  /** Tokens. @default about a quarter of the bytes of request and answer */
  readonly usage?: Partial<Usage>;
  /**
   * Why the model stopped. Chat Completions sends any text as it is; on Responses `length` and `content_filter` make an
   * incomplete answer. @default `tool_calls` when there are calls, else `stop`
   */
  readonly finishReason?: FinishReason | (string & {});
  /**
   * Fields merged into Chat's message, or into the response of Responses, such as those that only one service adds.
   * Streamed, Chat sends them in the first delta.
   */
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

/** The arguments of a call as the model writes them. */
export function writtenArguments({ arguments: args }: ScriptedCall): string {
  return typeof args === 'string' ? args : JSON.stringify(args);
}
