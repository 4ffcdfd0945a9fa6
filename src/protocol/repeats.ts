/**
 * Calls that a model makes over and over: the same tool with the same arguments, step after step. Rule: what is counted is
 * steps in a row, never calls within one step (a wide answer may hold identical calls on purpose), and what is kept is no
 * more than the calls of the last step, so that it goes along into a turn's next run.
 */
import { digest } from './head.js';
import { stableJson } from './stable-json.js';
import type { ToolCall } from './tool-call.js';

/** For each call of the last step its key, and how many steps in a row have asked for it, from 1. */
export type Repeats = readonly (readonly [key: string, steps: number])[];

/** Calls that are counted beyond their step; more don't come in one answer but in an attack. */
const MOST_KEYS = 500;

/** Keys up to this length stand as they are; longer ones as a digest. */
const PLAIN_CHARS = 60;

/** What is the same for calls of one tool with the same arguments, whatever the order of their fields. */
export function repeatKey({ kind, name, arguments: text }: Pick<ToolCall, 'kind' | 'name' | 'arguments'>): string {
  const key = `${kind} ${name} ${canonical(text)}`;
  return key.length <= PLAIN_CHARS ? key : digest(key);
}

function canonical(text: string): string {
  try {
    return stableJson(JSON.parse(text));
  } catch {
    return text;
  }
}

/** The repeats after a step with these calls. */
export function nextRepeats(before: Repeats, calls: readonly ToolCall[]): Repeats {
  const steps = new Map(before);
  const keys = [...new Set(calls.map(repeatKey))].slice(0, MOST_KEYS);
  return keys.map((key) => [key, (steps.get(key) ?? 0) + 1]);
}
