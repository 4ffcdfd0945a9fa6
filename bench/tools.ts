/** The tools of the benches, one plain function each: both sides run the same. They do nothing but return a text. */
import { setTimeout as delay } from 'node:timers/promises';

/** Bytes of what `record` returns. */
export const RECORD_BYTES = 850;
/** Bytes of what `document` returns. */
export const DOCUMENT_BYTES = 5_000;

/** The argument of every tool. */
export interface ToolArguments {
  readonly id: string;
}

/** Time between the results of `spaced`s of one step: more than a workflow task takes. */
const PACE_MS = 25;

/** What each tool returns, by its name. */
export const TOOLS = {
  record: ({ id }: ToolArguments) => textOf(id, RECORD_BYTES),
  /** The same, but no two calls of a step end at once, so that each result makes a workflow task of its own. */
  spaced: async ({ id }: ToolArguments) => {
    await delay(PACE_MS * Number(id.split('-')[1]));
    return textOf(id, RECORD_BYTES);
  },
  document: ({ id }: ToolArguments) => textOf(id, DOCUMENT_BYTES),
} as const;

/** Name of a tool. */
export type ToolName = keyof typeof TOOLS;

/** JSON Schema of a tool's arguments. */
export const PARAMETERS = {
  type: 'object',
  properties: { id: { type: 'string' } },
  required: ['id'],
  additionalProperties: false,
} as const;

/** What the model is told of a tool. */
export function descriptionOf(name: ToolName): string {
  return `Returns the ${name} with an id.`;
}

/** A text of exactly so many bytes, without characters that JSON escapes. */
export function textOf(id: string, bytes: number): string {
  const line = `The entry ${id} was found and has this content, which says nothing. `;
  return line.repeat(Math.ceil(bytes / line.length)).slice(0, bytes);
}
