/** The seam to a model service: one class an API stands behind it. Types only. */
import type { Finish } from '../contract/call-model.js';
import type { Repair } from '../contract/repair.js';
import type { ModelSettings } from '../definition/model-settings.js';
import type { Entry, From } from '../protocol/entry.js';
import type { Item } from '../protocol/item.js';
import type { Usage } from '../protocol/usage.js';

/** A function as it is offered to the model. */
export interface OfferedFunction {
  readonly kind: 'function';
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly strict: boolean;
}

/** A tool that the service runs by itself, in the service's own words, e.g. `{ type: 'web_search' }`. */
export interface OfferedHosted {
  readonly kind: 'hosted';
  readonly spec: Readonly<Record<string, unknown>> & { readonly type: string };
}

/** A tool as it is offered to the model. */
export type OfferedTool = OfferedFunction | OfferedHosted;

/** Which tools the model may or must call; a name asks for that function. */
export type ToolChoice = 'auto' | 'required' | 'none' | { readonly name: string };

/** A structured answer as it is asked for. */
export interface RequestedOutput {
  /** JSON Schema of the answer. */
  readonly schema: Readonly<Record<string, unknown>>;
  readonly strict: boolean;
}

/** One request, checked by the contract; made by `buildRequest` alone. */
export interface ModelRequest {
  readonly model: string;
  readonly instructions?: string;
  readonly transcript: readonly Entry[];
  readonly tools: readonly OfferedTool[];
  readonly parallelToolCalls: boolean;
  /** @default the service's own: `auto` */
  readonly toolChoice?: ToolChoice;
  /** Most calls of hosted tools in one answer; the Responses API alone has it. */
  readonly maxToolCalls?: number;
  /** The model must answer without calls. */
  readonly final: boolean;
  /** Where the request goes: only entries from there get back what that service added to them. */
  readonly to: From;
  /** A structured answer. */
  readonly output?: RequestedOutput;
  readonly settings: ModelSettings;
}

/** One answer, well formed: ids are present and unique, arguments of function calls are JSON objects in text. */
export interface ModelAnswer {
  readonly items: readonly { readonly item: Item; readonly raw?: Readonly<Record<string, unknown>> }[];
  readonly usage: Usage;
  readonly finish: Finish;
  /** What was mended in the answer, and what of the transcript was left out of the request (kind `dropped_…`). */
  readonly repairs: readonly Repair[];
}

/** How a call is made. */
export interface CallOptions {
  readonly signal: AbortSignal;
  /**
   * Set to have the answer streamed: told each piece of the answer's text as it comes. A preview; the answer is the
   * truth, and it is the same as without.
   */
  readonly onText?: (delta: string) => void;
  /** Told how to say what the call waits for before it is made, and undefined once it waits no longer. */
  readonly onWait?: (waits: (() => string) | undefined) => void;
}

/** Calls a model service. Throws what its client library throws; `readProviderFault` classifies it. */
export interface Model {
  call(request: ModelRequest, options: CallOptions): Promise<ModelAnswer>;
}
