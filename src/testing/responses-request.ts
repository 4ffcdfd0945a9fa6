/** A Responses request that passed every rule, as a script reads it. Types only; unknown fields stay readable. */

/** An input item; a message may leave its type out. */
export interface ResponsesInputItem {
  readonly type?: string;
  readonly [field: string]: unknown;
}

/** The body of `POST /v1/responses`. */
export interface ResponsesRequest {
  readonly model: string;
  readonly input?: string | readonly ResponsesInputItem[] | null;
  readonly instructions?: string | null;
  readonly previous_response_id?: string | null;
  readonly tools?: readonly { readonly type: string; readonly name?: string; readonly [field: string]: unknown }[];
  readonly tool_choice?: unknown;
  readonly stream?: boolean | null;
  readonly store?: boolean | null;
  readonly [field: string]: unknown;
}
