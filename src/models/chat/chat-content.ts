/**
 * Content of items in the form of Chat Completions. Pure. Rule: a tool's message takes text alone, so that pictures and
 * files of results go into a user's message behind them; what Chat has no form for is refused here, by name.
 */
import { isJson, listOf, type Json } from '../../protocol/json.js';
import { ContentUnsendable } from '../content-unsendable.js';

/** The content of a person's message. Parts of other types pass through; the service says what it refuses. */
export function inputContent(content: unknown, where: string): unknown {
  if (!Array.isArray(content)) return content;
  return content.map((part: unknown) => (isJson(part) ? (textPart(part) ?? mediaPart(part, where) ?? part) : part));
}

/** A result: its text, and its pictures and files as parts of a user's message. */
export interface ResultContent {
  readonly text: string;
  readonly media: readonly Json[];
}

/**
 * The content of a result whose output is a text or a list of parts.
 * @throws {ContentUnsendable} on audio, and on pictures and files that are named by what Chat can't look up.
 */
export function resultContent(output: unknown, where: string): ResultContent {
  if (!Array.isArray(output)) return { text: typeof output === 'string' ? output : JSON.stringify(output), media: [] };
  const texts: string[] = [];
  const media: Json[] = [];
  for (const part of listOf(output)) {
    const said = isJson(part) ? textPart(part) : undefined;
    const shown = isJson(part) && !said ? mediaPart(part, where) : undefined;
    if (isAudio(part)) throw new ContentUnsendable(where, 'audio', 'let the tool return text, e.g. what is said in it');
    if (shown) media.push(shown);
    else texts.push(said ? said.text : JSON.stringify(part));
  }
  if (media.length > 0) texts.push(`(Pictures or files of this result follow after the results: ${media.length}.)`);
  return { text: texts.join('\n'), media };
}

const TEXTS: ReadonlySet<unknown> = new Set(['input_text', 'output_text', 'text']);

function textPart({ type, text }: Json): { type: 'text'; text: string } | undefined {
  return TEXTS.has(type) && typeof text === 'string' ? { type: 'text', text } : undefined;
}

function isAudio(part: unknown): boolean {
  return isJson(part) && /audio/.test(String(part.type));
}

/** A picture or a file; undefined for other parts. */
function mediaPart(part: Json, where: string): Json | undefined {
  if (part.type === 'input_image') {
    if (typeof part.image_url !== 'string') {
      throw new ContentUnsendable(where, 'a picture by its file_id', 'give its URL or its data as image_url');
    }
    // Chat knows three details; the finest that Responses has beyond them is `original`.
    const detail = part.detail === 'original' ? 'high' : part.detail;
    return { type: 'image_url', image_url: { url: part.image_url, ...(detail !== undefined && { detail }) } };
  }
  if (part.type === 'input_file') {
    const { file_id, file_data, filename } = part;
    if (typeof file_id !== 'string' && typeof file_data !== 'string') {
      throw new ContentUnsendable(where, 'a file by its URL', 'give its data as file_data, or a file_id');
    }
    const file = typeof file_id === 'string' ? { file_id } : { file_data, ...(filename !== undefined && { filename }) };
    return { type: 'file', file };
  }
  return undefined;
}
