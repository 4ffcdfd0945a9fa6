/**
 * From an MCP tool's result to what a tool of ours returns. Rule: nothing is lost in silence: what the model can't be
 * shown is named, with its type and size. Pure.
 */
import { content } from '../definition/content.js';
import { ToolError } from '../definition/tool-error.js';
import type { ContentPart } from '../protocol/content-part.js';
import { fieldsOf, listOf, type Json } from '../protocol/json.js';

/**
 * What the APIs take of files, by how their bytes begin, in base64. Not by the type that is said of them: a picture that is
 * none makes a service refuse the whole request, and every later one of the conversation.
 */
const KNOWN_FILES: readonly (readonly [RegExp, string])[] = [
  [/^iVBORw0KGgo/, 'image/png'],
  [/^\/9j\//, 'image/jpeg'],
  [/^R0lGOD[dl]h/, 'image/gif'],
  [/^UklGR.{6}XRUJQ/, 'image/webp'],
  [/^JVBERi0/, 'application/pdf'],
];

/**
 * The text of a result, or its parts where it has pictures or files. `clean` takes secrets out of an error's words.
 * @throws {ToolError} for a result that says that it is an error.
 */
export function readMcpResult(result: Json, clean: (words: string) => string = String): unknown {
  const given = listOf(result.content).map(partOf);
  const parts = [...given, ...structuredPart(given, result.structuredContent)];
  const texts = parts.filter((part) => part.type === 'input_text').map((part) => part.text);
  if (result.isError === true) {
    throw new ToolError(clean(texts.join('\n')).trim() || 'the tool failed without a message');
  }
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
  const given = typeof data === 'string' ? data : '';
  const base64 = given.replaceAll(/\s/g, '').replaceAll('-', '+').replaceAll('_', '/');
  const type = /^[\w+/]+={0,2}$/.test(base64) ? KNOWN_FILES.find(([begins]) => begins.test(base64))?.[1] : undefined;
  if (type === 'application/pdf') {
    return { type: 'input_file', file_data: `data:${type};base64,${base64}`, filename: 'file.pdf' };
  }
  if (type !== undefined) return { type: 'input_image', image_url: `data:${type};base64,${base64}` };
  return text(
    `[${what} of type ${line(mimeType)}, ${Math.floor((base64.length * 3) / 4)} bytes, which can't be shown]`,
  );
}

function text(value: string): ContentPart {
  return { type: 'input_text', text: value };
}

/** A value of the server's within a line of ours. */
function line(value: unknown): string {
  return (typeof value === 'string' ? value : 'unknown').replace(/\s+/g, ' ').slice(0, 500);
}
