/**
 * A transcript as plain text, for a model that is to summarise it. Rule: nothing of it is in the form of any API, so that
 * any model may be asked, and none takes it for calls to go on with; single items are cut. Pure.
 */
import { callKindOf, resultKindOf } from './call-kind.js';
import type { Entry } from './entry.js';
import { textOf, type Item } from './item.js';
import { clip } from './outcome-text.js';

/** Most characters of one item. */
const ITEM_CHARS = 6_000;

/** The items as paragraphs: who said what, which calls were made, and what came of them. */
export function transcriptText(entries: readonly Entry[]): string {
  return entries
    .map(({ item }) => clip(itemText(item), ITEM_CHARS))
    .filter((text) => text !== '')
    .join('\n\n');
}

function itemText(item: Item): string {
  if (item.type === 'message') return `[${String(item.role)}] ${textOf(item)}${otherParts(item.content)}`;
  const call = callKindOf(item);
  if (call) return `[call] ${call.nameOf(item)}(${call.argumentsOf(item)})`;
  if (resultKindOf(item)) return `[result] ${outputText(item.output ?? item.reason)}`;
  // What a model thought is not what it said, and often can't be read.
  return item.type === 'reasoning' ? '' : `[${item.type}]`;
}

function outputText(output: unknown): string {
  if (typeof output === 'string') return output;
  if (!Array.isArray(output)) return JSON.stringify(output ?? '');
  return output.map((part: { text?: unknown } | null) => partText(part)).join('\n');
}

function partText(part: { text?: unknown; type?: unknown } | null): string {
  if (typeof part?.text === 'string') return part.text;
  return isMedia(part) ? '[picture or file]' : JSON.stringify(part);
}

function otherParts(content: unknown): string {
  return Array.isArray(content) && content.some((part) => isMedia(part as { type?: unknown }))
    ? ' [picture or file]'
    : '';
}

function isMedia(part: { type?: unknown } | null): boolean {
  return part?.type === 'input_image' || part?.type === 'input_file';
}
