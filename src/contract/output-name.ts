/**
 * How an output that was cut is named for `read_output`: `<step>.<position>`, as long as the turn began with nothing. A turn that
 * goes on from others has their marks in its transcript, so its own names have a tag in front, `<tag>:<step>.<position>`. Pure.
 */
import type { Entry } from '../protocol/entry.js';
import { digest } from '../protocol/head.js';
import { READ_OUTPUT } from './names.js';

const TAG_CHARS = 6;

/** An output, as its name says. */
export interface NamedOutput {
  /** Tag of its turn; absent in turns that began with nothing. */
  readonly tag?: string;
  readonly step: number;
  readonly position: number;
}

/** What tells a turn's outputs from those of the turns that it goes on from. */
export function outputTag(turnId: string): string {
  return digest(turnId).slice(0, TAG_CHARS);
}

/** The name of an output. */
export function outputName({ tag, step, position }: NamedOutput): string {
  return `${tag === undefined ? '' : `${tag}:`}${step}.${position}`;
}

/** What a name of the form `OUTPUT_NAME` says. */
export function parseOutputName(name: string): NamedOutput {
  const [place = '', tag] = name.split(':').reverse();
  const [step, position] = place.split('.').map(Number);
  return { ...(tag !== undefined && { tag }), step: step ?? NaN, position: position ?? NaN };
}

/** How a mark in a cut output says where the whole is. */
export function readingText(name: string): string {
  return `${READ_OUTPUT} ${JSON.stringify({ call: name })}`;
}

/** Whether an entry is an output with such a mark, or a message that quotes one, as a summary does. */
export function hasMark({ item }: Entry): boolean {
  const { output = item.content } = item;
  return output !== undefined && isMarked(typeof output === 'string' ? output : JSON.stringify(output));
}

/** Whether a text has the mark of an output that was cut; of the one with this name, if one is given. */
export function isMarked(text: string, name?: string): boolean {
  // Of a list that was cut the mark is part of its JSON.
  return text.replaceAll('\\"', '"').includes(name === undefined ? `${READ_OUTPUT} {"call":"` : readingText(name));
}
