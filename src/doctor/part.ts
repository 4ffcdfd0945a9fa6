/**
 * A conversation as its calls and results, whichever API's form it has: what pairing works on. Types and the common way
 * to the contract's own words. Pure.
 */
import type { Json } from '../testing/json.js';
import type { Item } from '../protocol/item.js';

/** One message or item while it is examined. Rules replace `value`; `at` keeps saying where it stood. */
export interface Element {
  readonly value: Json;
  readonly at: string;
  /** Index in the input's list. */
  readonly index: number;
  /** Elements of different steps belong to different answers; absent where the form doesn't say. */
  readonly step?: number;
}

/** One call. */
export interface CallPart {
  readonly kind: 'call';
  readonly element: Element;
  readonly at: string;
  /** Where its id stands. */
  readonly idAt: string;
  /** Index in `tool_calls`; 0 for an item. */
  readonly place: number;
  /** '' when it has none. */
  readonly callId: string;
  /** The id as it stands, whatever it is. */
  readonly givenId: unknown;
  readonly tool: string;
  readonly args: string;
  /** The call as the contract knows it: an item of its kind. */
  readonly item: Item;
  readonly resultType: string;
}

/** One result. */
export interface ResultPart {
  readonly kind: 'result';
  readonly element: Element;
  readonly at: string;
  readonly idAt: string;
  readonly callId: string;
  readonly givenId: unknown;
  /** The tool's name, where the result says it. */
  readonly tool: string | undefined;
  readonly text: string;
  readonly item: Item;
}

/** Anything else. */
export interface OtherPart {
  readonly kind: 'other';
  readonly element: Element;
  /** It can't be part of an answer, so calls before it must have been answered. */
  readonly item: Item;
}

/** A part of a conversation. */
export type Part = CallPart | ResultPart | OtherPart;

/** An id as text: a number counts as its digits, anything else that is no text as none. */
export function idText(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
