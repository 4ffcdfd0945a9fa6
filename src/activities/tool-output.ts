/**
 * What a tool returned, as the text or the parts that the model is given, and the whole where that is a cut. Rule: it is
 * measured and cut here, before it is returned: a result over 2 MB fails the activity, and one over 4 MB is not even
 * reported but hangs until the timeout.
 */
import type { WholeOutput } from '../contract/call-tool.js';
import { readingText } from '../contract/output-name.js';
import { isContent } from '../definition/content.js';
import { describeThrown } from '../definition/describe-error.js';
import { contentText, type ContentPart } from '../protocol/content-part.js';
import { beginningOf, cutText, firstItems } from '../protocol/cut-text.js';
import { jsonText } from '../protocol/json-text.js';
import { PAYLOAD_BYTES, jsonBytes } from '../protocol/size.js';

/** Bounds of an output. */
export interface OutputBounds {
  /** Most characters. */
  readonly maxChars: number;
  /** Most items of a list that is returned as such. */
  readonly maxItems?: number;
  /** Most bytes, as the payload has them. @default what a payload of 2 MB has room for */
  readonly maxBytes?: number;
  /** Where the whole of what is cut is kept; absent: nowhere. */
  readonly keep?: Keeping;
}

/** How the whole of an output is kept. */
export interface Keeping {
  /** The output's name for `read_output`, e.g. `2.0`. */
  readonly call: string;
  /** Most bytes of it that are kept, where it has so many. */
  readonly room: (bytes: number) => number;
  /** Most bytes of it and of what is told together. */
  readonly within: number;
}

/** The tool returned what JSON can't express. */
export class OutputNotSerialisable extends Error {
  override readonly name = 'OutputNotSerialisable';

  constructor(cause: unknown) {
    const [why] = describeThrown(cause).split('\n');
    super(`the tool ran, but what it returned can't be written as JSON: ${why}`);
  }
}

/** The tool returned parts that no result can hold; a picture that is cut is none, so nothing is cut. */
export class OutputTooLarge extends Error {
  override readonly name = 'OutputTooLarge';

  /** Both in bytes of JSON. */
  constructor(
    readonly bytes: number,
    readonly most: number,
  ) {
    super(`the tool ran, but its output is too large: its parts have ${bytes} bytes, and at most ${most} fit`);
  }
}

/** What is recorded of an output. */
export interface ToolOutput {
  readonly output: string;
  readonly content?: readonly ContentPart[];
  /** Characters that were cut. */
  readonly cut?: number;
  readonly whole?: WholeOutput;
}

/**
 * The output's text, whole or cut in the middle with a mark that says how much is missing. Of parts, the texts are cut.
 * @throws {OutputNotSerialisable} for a BigInt, a Map, NaN, a circular structure and the like.
 * @throws {OutputTooLarge} for parts that are too large.
 */
export function toolOutput(value: unknown, bounds: OutputBounds): ToolOutput {
  const { keep } = bounds;
  if (!keep) return tell(value, bounds, '');
  const whole = wholeText(value);
  const told = tell(value, bounds, '', whole);
  const kept = told.output === whole ? undefined : keepWhole(whole, told, keep);
  return kept ? { ...tell(value, bounds, whereText(keep.call, kept), whole), whole: kept } : told;
}

/** The text of what a tool returned, pictures and files as marks. @throws {OutputNotSerialisable} */
export function wholeText(value: unknown): string {
  return isContent(value) ? contentText(value.parts) : outputText(value);
}

/** A summary in place of an output, under a line that says what it is and where the whole can be read. */
export function summaryOutput(summary: string, whole: string, bounds: OutputBounds): ToolOutput {
  const { maxChars: chars, maxBytes: bytes = PAYLOAD_BYTES, keep } = bounds;
  const told = cutText(summary.toWellFormed(), { chars, bytes: bytes - MARK_BYTES }).text;
  const kept = keep && keepWhole(whole, { output: told }, keep);
  const where = kept && keep ? whereText(keep.call, kept) : '';
  const output = `[This is a summary by a model of an output of ${whole.length} characters${where}]\n${told}`;
  return { output, ...(kept && { whole: kept }) };
}

/** What the model is told; `where` says in its marks where the whole is. */
function tell(value: unknown, bounds: OutputBounds, where: string, whole?: string): ToolOutput {
  if (isContent(value)) return tellParts(value.parts, bounds, where);
  const { maxChars: chars, maxItems = Infinity, maxBytes: bytes = PAYLOAD_BYTES } = bounds;
  const items = Array.isArray(value) && value.length > maxItems ? (value as unknown[]) : undefined;
  const text = items ? outputText(firstItems(items, maxItems, where)) : (whole ?? outputText(value));
  const { text: output, cut } = cutText(text, { chars, bytes, where });
  return { output, ...(cut > 0 && { cut }) };
}

/** Parts whose texts together have at most `maxChars`: the first ones are kept, as they say what follows. */
function tellParts(parts: readonly ContentPart[], bounds: OutputBounds, where: string): ToolOutput {
  const { maxChars, maxBytes: most = PAYLOAD_BYTES } = bounds;
  let left = maxChars;
  let cut = 0;
  const content = parts.map((part): ContentPart => {
    if (part.type !== 'input_text') return part;
    const told = cutText(part.text, { chars: left, where });
    cut += told.cut;
    left = Math.max(0, left - part.text.length);
    return told.cut === 0 ? part : { type: 'input_text', text: told.text };
  });
  const output = contentText(content);
  // The texts stand in both: one is for people, one for the model.
  const bytes = jsonBytes(output) + jsonBytes(content);
  if (bytes > most) throw new OutputTooLarge(bytes, most);
  return { output, content, ...(cut > 0 && { cut }) };
}

/** The whole, or its beginning as far as there is room beside what is told; none where that says no more. */
function keepWhole(text: string, told: ToolOutput, { room, within }: Keeping): WholeOutput | undefined {
  const beside = jsonBytes(told.output) + (told.content ? jsonBytes(told.content) : 0) + MARK_BYTES;
  const kept = beginningOf(text, Math.min(room(jsonBytes(text)), within - beside));
  if (kept.length <= told.output.length) return undefined;
  return { text: kept, ...(kept.length < text.length && { lost: text.length - kept.length }) };
}

/** What a mark that says where the whole is adds at most. */
const MARK_BYTES = 2_000;

function whereText(call: string, { text, lost }: WholeOutput): string {
  const how = `: ${readingText(call)} pages through`;
  return lost === undefined
    ? `${how} all ${text.length}`
    : `${how} the first ${text.length}, the last ${lost} are lost`;
}

function outputText(value: unknown): string {
  if (typeof value === 'string') return value.toWellFormed();
  if (value === undefined) return '';
  try {
    return (jsonText('output', value) ?? '').toWellFormed();
  } catch (cause) {
    throw new OutputNotSerialisable(cause);
  }
}
