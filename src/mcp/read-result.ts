/**
 * From an MCP tool's result to what a tool of ours returns. Rule: nothing is lost in silence: what the model can't be
 * shown is named, with its type and size. Pure.
 */
import { content } from '../definition/content.js';
import { ToolError } from '../definition/tool-error.js';
import type { ContentPart } from '../protocol/content-part.js';
import { fieldsOf, listOf, type Json } from '../protocol/json.js';

/** Pictures that the APIs take. */
const PICTURES = /^image\/(?:png|jpeg|gif|webp)$/;

/**
 * The text of a result, or its parts where it has pictures or files.
 * @throws {ToolError} for a result that says that it is an error.
 */
export function readMcpResult(result: Json): unknown {
  const given = listOf(result.content).map(partOf);
  const parts = [...given, ...structuredPart(given, result.structuredContent)];
  const texts = parts.filter((part) => part.type === 'input_text').map((part) => part.text);
  if (result.isError === true) throw new ToolError(texts.join('\n').trim() || 'the tool failed without a message');
  return texts.length === parts.length ? texts.join('\n') : content(parts);
}

/** Structured content is for programs, and the specification asks for a text beside it: it counts where there is none. */
function structuredPart(given: readonly ContentPart[], structured: unknown): ContentPart[] {
  if (structured === undefined || structured === null || given.some(({ type }) => type === 'input_text')) return [];
  return [text(JSON.stringify(structured))];
}

function partOf(given: unknown): ContentPart {
  const part = fieldsOf(given);
  switch (part.type) {
    case 'text':
      return text(typeof part.text === 'string' ? part.text : '');
    case 'image':
    case 'audio':
      return dataPart(part.type, part.data, part.mimeType);
    case 'resource':
      return resourcePart(fieldsOf(part.resource));
    case 'resource_link':
      return text(`[resource ${line(part.title ?? part.name)}: ${line(part.uri)}]`);
    default:
      return text(`[a part of type ${line(part.type)}, which can't be shown]`);
  }
}

function resourcePart({ uri, mimeType, text: words, blob }: Json): ContentPart {
  return typeof words === 'string' ? text(words) : dataPart(`resource ${line(uri)}`, blob, mimeType);
}

/** Bytes in base64: a picture, a PDF, or a note of what can't be shown. */
function dataPart(what: string, data: unknown, mimeType: unknown): ContentPart {
  const type = String(mimeType);
  const known = typeof data === 'string' && /^[\w+/=\s-]+$/.test(data) ? data : undefined;
  if (known !== undefined && PICTURES.test(type)) {
    return { type: 'input_image', image_url: `data:${type};base64,${known}` };
  }
  if (known !== undefined && type === 'application/pdf') {
    return { type: 'input_file', file_data: `data:${type};base64,${known}`, filename: 'file.pdf' };
  }
  const bytes = typeof data === 'string' ? Math.floor((data.length * 3) / 4) : 0;
  return text(`[${what} of type ${line(mimeType)}, ${bytes} bytes, which can't be shown]`);
}

function text(value: string): ContentPart {
  return { type: 'input_text', text: value };
}

/** A value of the server's within a line of ours. */
function line(value: unknown): string {
  return (typeof value === 'string' ? value : 'unknown').replace(/\s+/g, ' ').slice(0, 500);
}
