/** The seam to a model service: one class an API stands behind it. Types only. */
import type { Finish, Repair } from '../contract/call-model.js';
import type { Entry, From } from '../protocol/entry.js';
import type { Item } from '../protocol/item.js';
import type { Usage } from '../protocol/usage.js';

/** A tool as it is offered to the model. */
export interface OfferedTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly strict: boolean;
}

/** One request, checked by the contract; made by `buildRequest` alone. */
export interface ModelRequest {
  readonly model: string;
  readonly instructions?: string;
  readonly transcript: readonly Entry[];
  readonly tools: readonly OfferedTool[];
  readonly parallelToolCalls: boolean;
  /** The model must answer without calls. */
  readonly final: boolean;
  /** Where the request goes: only entries from there get back what that service added to them. */
  readonly to: From;
  /** JSON Schema of a structured answer. */
  readonly output?: Readonly<Record<string, unknown>>;
  readonly settings: ModelSettings;
}

/** Options of the service that pass through. */
export interface ModelSettings {
  readonly temperature?: number;
  /** Most tokens of an answer. */
  readonly maxOutputTokens?: number;
}

/** One answer, well formed: ids are present and unique, arguments of function calls are JSON objects in text. */
export interface ModelAnswer {
  readonly items: readonly { readonly item: Item; readonly raw?: Readonly<Record<string, unknown>> }[];
  readonly usage: Usage;
  readonly finish: Finish;
  readonly repairs: readonly Repair[];
}

/** Calls a model service. Throws what its client library throws; `readProviderFault` classifies it. */
export interface Model {
  call(request: ModelRequest, signal: AbortSignal): Promise<ModelAnswer>;
}
