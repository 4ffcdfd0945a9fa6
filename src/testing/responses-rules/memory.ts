/** What a service remembers of the answers that it gave: the rules over ids ask it. Types only. */
import type { RefusalOptions, Rule } from '../rules/rule.js';
import type { Json } from '../json.js';

/** An output item that was given out. */
export interface RememberedItem {
  readonly item: Json;
  /** False when its answer was asked for with `store: false`: the item can't be referred to. */
  readonly kept: boolean;
  /** The reasoning item that came directly before it. */
  readonly reasoning?: string;
  /** Id of the item that came directly after it. */
  readonly following?: string;
}

/** What was answered before. */
export interface AnswerMemory {
  /** The items of a kept response and of those before it, oldest first; undefined when it is not kept. */
  conversation(responseId: string): readonly Json[] | undefined;
  /** The item that was given out under an id. */
  item(id: string): RememberedItem | undefined;
}

/** A service that has answered nothing yet. */
export const NO_MEMORY: AnswerMemory = { conversation: () => undefined, item: () => undefined };

/** What varies between models, accounts and what was answered before. */
export interface ResponsesRefusalOptions extends RefusalOptions {
  /** @default nothing was answered before: no response and no item can be referred to */
  readonly memory?: AnswerMemory;
}

/** A rule of the Responses API. */
export type ResponsesRule = Rule<ResponsesRefusalOptions>;
