/**
 * What a tool returned, as the text that the model is given. Rule: it is measured and cut here, before it is returned: a
 * result over 2 MB fails the activity, and one over 4 MB is not even reported but hangs until the timeout.
 */
import { describeThrown } from '../definition/describe-error.js';
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

/**
 * The output's text, whole or cut in the middle with a mark that says how much is missing.
 * @throws {OutputNotSerialisable} for a BigInt, a Map, NaN, a circular structure and the like.
 */
export function toolOutput(value: unknown, bounds: OutputBounds): { output: string; cut?: number } {
  const text = outputText(value, bounds.maxItems).toWellFormed();
  const byChars = cutMiddle(text, bounds.maxChars);
  const most = Math.min(bounds.maxBytes ?? PAYLOAD_BYTES, PAYLOAD_BYTES);
  const output = fitBytes(byChars, text, most);
  const kept = output === text ? undefined : text.length - (output.length - markLength(output));
  return kept === undefined ? { output } : { output, cut: kept };
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

function payloadBytes(output: string): number {
  return Buffer.byteLength(JSON.stringify(output));
}
