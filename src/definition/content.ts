/** `content`: what a tool returns when the model shall see a picture or a file. Rule: what no service takes is refused here. */
import type { ContentPart } from '../protocol/content-part.js';
import { fieldsOf } from '../protocol/json.js';
import { wellFormed } from '../protocol/well-formed.js';
import { printedValue } from './printed-value.js';

const BRAND = Symbol.for('everycall.Content');
const FILENAME_CHARS = 255;
const DETAILS = new Set<unknown>(['auto', 'low', 'high', 'original']);

/** The parts of a tool's result: what {@link content} makes and `execute` returns. */
export interface Content {
  readonly parts: readonly ContentPart[];
  /** Refuses: inside of another value, its pictures would be told as text. */
  readonly toJSON: () => never;
  readonly [BRAND]: true;
}

/** What was given to {@link content} is no list of parts that a model takes. Trying again does not help. */
export class ContentRefused extends Error {
  override readonly name = 'ContentRefused';

  constructor(
    /** Place of the part, from 0; undefined when the list itself is refused. */
    readonly index: number | undefined,
    /** What was given. */
    readonly value: unknown,
    /** What would be taken. */
    readonly expected: string,
  ) {
    const where = index === undefined ? 'content' : `content: part ${index}`;
    super(`${where} is ${printedValue(value)}, expected ${expected}`);
  }
}

/**
 * The parts of a tool's result: `return content([{ type: 'input_text', text: 'The plot.' }, { type: 'input_image', image_url }])`.
 * All parts together have at most 1.9 MB of JSON, less in a step of five calls or more; beyond it the call ends as an error.
 * @throws {ContentRefused} on an empty list, audio, and any part that isn't a {@link ContentPart}.
 */
export function content(parts: readonly ContentPart[]): Content {
  if (!Array.isArray(parts) || parts.length === 0) throw new ContentRefused(undefined, parts, 'a list of parts');
  const read = Array.from(parts as readonly unknown[], (part, index) => Object.freeze(readPart(part, index)));
  return Object.freeze({ parts: Object.freeze(read), toJSON: refuseJson, [BRAND]: true as const });
}

/** Whether a value is what {@link content} made, in whichever copy of the package. */
export function isContent(value: unknown): value is Content {
  return typeof value === 'object' && value !== null && BRAND in value;
}

function refuseJson(): never {
  throw new TypeError('content(…) stands inside of another value: execute must return it by itself');
}

/** A part with its known fields alone. */
function readPart(given: unknown, index: number): ContentPart {
  const part = fieldsOf(given);
  const { type } = part;
  if (type === 'input_text') return { type, text: textIn(part, 'text', index) };
  if (type === 'input_image') return readImage(part, index);
  if (type === 'input_file') return readFile(part, index);
  const audio = /audio/.test(String(type))
    ? ': no API takes audio from a tool, so return text, e.g. what is said in it'
    : '';
  throw new ContentRefused(index, given, `a part of type input_text, input_image or input_file${audio}`);
}

function readImage(part: Readonly<Record<string, unknown>>, index: number): ContentPart {
  const image_url = textIn(part, 'image_url', index);
  if (!/^(?:data:image\/|https:\/\/)/i.test(image_url)) {
    throw new ContentRefused(index, part, 'an image_url that begins with data:image/ or https://');
  }
  const { detail } = part;
  if (detail === undefined) return { type: 'input_image', image_url };
  if (isDetail(detail)) return { type: 'input_image', image_url, detail };
  throw new ContentRefused(index, part, `a detail of ${[...DETAILS].join(', ')}`);
}

function isDetail(value: unknown): value is 'auto' | 'low' | 'high' | 'original' {
  return DETAILS.has(value);
}

function readFile(part: Readonly<Record<string, unknown>>, index: number): ContentPart {
  const { filename } = part;
  if ((part.file_data === undefined) === (part.file_url === undefined)) {
    throw new ContentRefused(index, part, 'exactly one of file_data and file_url');
  }
  const named = filename === undefined ? {} : { filename: textIn(part, 'filename', index) };
  if ((named.filename?.length ?? 0) > FILENAME_CHARS) {
    throw new ContentRefused(index, part, `a filename of at most ${FILENAME_CHARS} characters`);
  }
  if (part.file_url === undefined) {
    const file_data = textIn(part, 'file_data', index);
    if (/^data:[^,]+,/i.test(file_data)) return { type: 'input_file', file_data, ...named };
    throw new ContentRefused(index, part, 'a file_data that is a data: URL, e.g. data:application/pdf;base64,…');
  }
  const file_url = textIn(part, 'file_url', index);
  if (/^https:\/\//i.test(file_url)) return { type: 'input_file', file_url, ...named };
  throw new ContentRefused(index, part, 'a file_url that begins with https://');
}

function textIn(part: Readonly<Record<string, unknown>>, field: string, index: number): string {
  const value = part[field];
  if (typeof value !== 'string') throw new ContentRefused(index, part, `a text as its ${field}`);
  return wellFormed(value);
}
