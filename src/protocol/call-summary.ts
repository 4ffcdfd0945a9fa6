/** The line that Temporal UI shows for a call: `get_weather(city: "Paris")`. Bounded, since it stands in history. */
import { clip } from './outcome-text.js';

const MOST = 80;

/** A one-line summary of a call. */
export function callSummary(name: string, args: unknown): string {
  if (typeof args !== 'object' || args === null || Array.isArray(args)) return clip(`${name}(${shown(args)})`, MOST);
  const fields: string[] = [];
  let length = name.length;
  for (const [field, value] of Object.entries(args)) {
    if (length > MOST) break;
    const text = `${field}: ${shown(value)}`;
    fields.push(text);
    length += text.length;
  }
  return clip(`${name}(${fields.join(', ')})`, MOST);
}

function shown(value: unknown): string {
  // A long text is clipped before it is quoted, so that a megabyte of arguments is never copied for a summary.
  if (typeof value === 'string') return JSON.stringify(clip(value, MOST));
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '[…]' : '{…}';
  return String(value);
}
