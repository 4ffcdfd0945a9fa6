/** A Chat Completions request that passed every rule, as a script reads it. Types only; unknown fields stay readable. */

/** A call in an assistant message. */
export interface ChatToolCall {
  readonly id: string;
  readonly type: string;
  /** Set when `type` is `function`. `arguments` is JSON text. */
  readonly function?: { readonly name: string; readonly arguments: string };
  readonly [field: string]: unknown;
}

/** A message. */
export interface ChatMessage {
  readonly role: string;
  /** Text, parts, or null. */
  readonly content?: unknown;
  readonly tool_calls?: readonly ChatToolCall[];
  /** Set when `role` is `tool`. */
  readonly tool_call_id?: string;
  readonly [field: string]: unknown;
}

/** The body of `POST /v1/chat/completions`. */
export interface ChatRequest {
  /** On Azure's path, the deployment's name. */
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly tools?: readonly {
    readonly type: string;
    readonly function?: { readonly name: string; readonly [field: string]: unknown };
    readonly [field: string]: unknown;
  }[];
  readonly tool_choice?: unknown;
  readonly stream?: boolean | null;
  readonly stream_options?: { readonly include_usage?: boolean } | null;
  readonly [field: string]: unknown;
}
