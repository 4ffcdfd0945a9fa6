/**
 * From a file's text to conversations: JSON, or JSONL, told apart by form. Pure. Rule: text that can't be read is refused
 * with line, column and what to do, never half read.
 */
import { isElement } from './dump.js';
import { jsonFault } from './json-fault.js';

/** What a file holds. */
export type Parsed =
  /** One JSON value. */
  | { readonly form: 'json'; readonly value: unknown }
  /** JSONL whose lines are the messages or items of one conversation. */
  | { readonly form: 'lines'; readonly value: readonly unknown[] }
  /** JSONL whose lines are conversations. */
  | { readonly form: 'documents'; readonly documents: readonly { readonly line: number; readonly value: unknown }[] };

/** The text is neither JSON nor JSONL. */
export class NotJsonError extends Error {
  override readonly name = 'NotJsonError';

  constructor(
    readonly reason: string,
    readonly line?: number,
    readonly column?: number,
  ) {
    super(line === undefined ? reason : `line ${line}, column ${column}: ${reason}`);
  }
}

/**
 * Reads a file's text; a byte order mark is passed over.
 * @throws {NotJsonError}
 */
export function parseDump(text: string): Parsed {
  const json = text.replace(/^\uFEFF/, '');
  if (json.trim() === '') throw new NotJsonError('the text is empty; expected JSON or JSONL');
  const whole = parsed(json);
  if (whole)
    return isElement(whole.value) ? { form: 'lines', value: [whole.value] } : { form: 'json', value: whole.value };
  const lines = json.split('\n').map((line, index) => ({ line: index + 1, text: line.trim() }));
  const filled = lines.filter((line) => line.text !== '');
  const first = filled[0] && parsed(filled[0].text);
  // One value over several lines isn't JSONL: then the fault is one of the whole text.
  if (!first || filled.length < 2) throw refusal(json, 0);
  const documents = filled.map((line) => {
    const read = parsed(line.text);
    if (!read) throw refusal(line.text, line.line - 1);
    return { line: line.line, value: read.value };
  });
  if (!documents.every(({ value }) => isElement(value))) return { form: 'documents', documents };
  return { form: 'lines', value: documents.map(({ value }) => value) };
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function refusal(text: string, linesBefore: number): NotJsonError {
  const fault = jsonFault(text);
  if (!fault) return new NotJsonError('the text is no JSON');
  return new NotJsonError(`this is no JSON: ${fault.reason}`, linesBefore + fault.line, fault.column);
}
