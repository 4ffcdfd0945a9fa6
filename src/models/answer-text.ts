/** The text of an answer with what it cites. Pure. Annotations are the service's own and may be of any shape. */
import type { Item } from '../protocol/item.js';
import { textOf } from '../protocol/item.js';

/** A source of an answer. */
export interface Citation {
  readonly title?: string;
  /** A page's address, or a file's id. */
  readonly at: string;
}

/** Everything that the parts of an answer's messages are annotated with, in order. */
export function annotationsOf(items: readonly Item[]): Readonly<Record<string, unknown>>[] {
  return items
    .filter((item) => item.type === 'message')
    .flatMap(({ content }): unknown[] => (Array.isArray(content) ? content : []))
    .flatMap((part): unknown[] => (isObject(part) && Array.isArray(part.annotations) ? part.annotations : []))
    .filter(isObject);
}

/** The sources among annotations (`url_citation`, `file_citation`), each once. */
export function citationsOf(annotations: readonly Readonly<Record<string, unknown>>[]): Citation[] {
  const byPlace = new Map<string, Citation>();
  for (const { url, title, file_id: fileId, filename } of annotations) {
    const at = typeof url === 'string' ? url : fileId;
    if (typeof at !== 'string' || at === '' || byPlace.has(at)) continue;
    const named = [title, filename].find((name) => typeof name === 'string' && name.trim() !== '');
    byPlace.set(at, { ...(typeof named === 'string' && { title: oneLine(named) }), at: oneLine(at) });
  }
  return [...byPlace.values()];
}

/** The text of an answer's messages, followed by a line for each source. */
export function citedText(items: readonly Item[]): string {
  const text = items.map(textOf).filter((each) => each !== '');
  const sources = citationsOf(annotationsOf(items)).map(({ title, at }, i) => {
    return `[${i + 1}] ${title === undefined ? at : `${title}: ${at}`}`;
  });
  return [...text, ...(sources.length > 0 ? [`Sources:\n${sources.join('\n')}`] : [])].join('\n\n');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
