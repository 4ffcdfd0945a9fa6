/** Finds calls that a stream ran together under one index. Rule: they are never taken apart by guessing. Pure. */
import type { Usage } from '../../protocol/usage.js';

/** A stream whose calls can't be told apart. Asking again in one piece helps; asking again as a stream may. */
export class StreamAmbiguous extends Error {
  override readonly name = 'StreamAmbiguous';
  readonly code = 'stream_ambiguous';

  constructor(
    readonly callId: string,
    readonly args: string,
    /** What the answer cost. */
    readonly usage: Usage,
  ) {
    super(
      `the stream of the answer ran several calls together in call ${JSON.stringify(callId.slice(0, 60))}: ${args.slice(0, 500)}`,
    );
  }
}

/** Whether arguments hold a whole JSON object and the beginning of another one after it. */
export function holdsSeveralObjects(text: string): boolean {
  const end = endOfObject(text);
  return end !== undefined && /^\s*\{/.test(text.slice(end));
}

/** Where the object ends that the text begins with; undefined when it begins with none, or the object has no end. */
function endOfObject(text: string): number | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  let depth = 0;
  // A text in quotes, or a brace: nothing else matters.
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\[\s\S])*"|[{}]/g)) {
    if (token === '{') depth += 1;
    if (token === '}') depth -= 1;
    if (depth === 0 && token === '}') return index + 1;
  }
  return undefined;
}
