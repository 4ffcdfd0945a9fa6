/**
 * What a tool returned, as the text or the parts that the model is given. Rule: it is measured and cut here, before it is returned: a
 * result over 2 MB fails the activity, and one over 4 MB is not even reported but hangs until the timeout.
 */
import { isContent } from '../definition/content.js';
import { describeThrown } from '../definition/describe-error.js';
import { contentText, type ContentPart } from '../protocol/content-part.js';
import { jsonText } from '../protocol/json-text.js';

/** Bounds of an output. */
export interface OutputBounds {
  /** Most characters. */
  readonly maxChars: number;
  /** Most items of a list that is returned as such. */
  readonly maxItems?: number;
  /** Most bytes, as the payload has them. */
  readonly maxBytes?: number;
}

/** A payload is at most 2 MB; this leaves room for what surrounds the output. */
const PAYLOAD_BYTES = 1_900_000;

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
}

/**
 * The output's text, whole or cut in the middle with a mark that says how much is missing. Of parts, the texts are cut.
 * @throws {OutputNotSerialisable} for a BigInt, a Map, NaN, a circular structure and the like.
 * @throws {OutputTooLarge} for parts that are too large.
 */
export function toolOutput(value: unknown, bounds: OutputBounds): ToolOutput {
  if (isContent(value)) return partsOutput(value.parts, bounds);
  const text = outputText(value, bounds.maxItems).toWellFormed();
  const byChars = cutMiddle(text, bounds.maxChars);
  const output = fitBytes(byChars, text, mostBytes(bounds));
  const kept = output === text ? undefined : text.length - (output.length - markLength(output));
  return kept === undefined ? { output } : { output, cut: kept };
}

/** Parts whose texts together have at most `maxChars`: the first ones are kept, as they say what follows. */
function partsOutput(parts: readonly ContentPart[], bounds: OutputBounds): ToolOutput {
  let left = bounds.maxChars;
  let cut = 0;
  const content = parts.map((part): ContentPart => {
    if (part.type !== 'input_text') return part;
    const text = cutMiddle(part.text, left);
    if (text !== part.text) cut += part.text.length - (text.length - markLength(text));
    left = Math.max(0, left - part.text.length);
    return text === part.text ? part : { type: 'input_text', text };
  });
  const output = contentText(content);
  // The texts stand in both: one is for people, one for the model.
  const bytes = payloadBytes(output) + payloadBytes(content);
  const most = mostBytes(bounds);
  if (bytes > most) throw new OutputTooLarge(bytes, most);
  return { output, content, ...(cut > 0 && { cut }) };
}

function mostBytes({ maxBytes = PAYLOAD_BYTES }: OutputBounds): number {
  return Math.min(maxBytes, PAYLOAD_BYTES);
}

function outputText(value: unknown, maxItems: number | undefined): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  try {
    if (Array.isArray(value) && maxItems !== undefined && value.length > maxItems) {
      const kept = [...(value.slice(0, maxItems) as unknown[]), `… ${value.length - maxItems} more items were cut`];
      return jsonText('output', kept) ?? '';
    }
    return jsonText('output', value) ?? '';
  } catch (cause) {
    throw new OutputNotSerialisable(cause);
  }
}

const mark = (cut: number) => `\n[… ${cut} characters were cut …]\n`;
const MARK = /\n\[… \d+ characters were cut …\]\n/;

function markLength(output: string): number {
  return MARK.exec(output)?.[0].length ?? 0;
}

/** Head and tail of a text with a mark between, at most `most` characters in all. */
function cutMiddle(text: string, most: number): string {
  if (text.length <= most) return text;
  const room = Math.max(0, most - mark(text.length).length);
  const head = Math.ceil(room / 2);
  const tail = Math.floor(room / 2);
  // Cutting inside a surrogate pair would leave half a character on either side.
  return `${text.slice(0, head)}${mark(text.length - head - tail)}${tail > 0 ? text.slice(-tail) : ''}`.toWellFormed();
}

/** The text cut further until its JSON fits into so many bytes; escapes make a character up to 6 bytes. */
function fitBytes(cut: string, text: string, most: number): string {
  let output = cut;
  for (let chars = cut.length; payloadBytes(output) > most && chars > 0;) {
    chars = Math.floor(chars * Math.min(0.9, most / payloadBytes(output)));
    output = cutMiddle(text, chars);
  }
  return output;
}

function payloadBytes(output: unknown): number {
  return Buffer.byteLength(JSON.stringify(output));
}
