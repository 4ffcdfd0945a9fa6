/** What was said in a conversation, as `chat` shows it to whoever comes back. Pure; every line is safe to print. */
import { printable } from '../history/printable.js';
import { textOf, type Item } from '../protocol/item.js';

const MOST_MESSAGES = 20;
const MOST_COLUMNS = 1_000;

/** The last messages, a line each: the user's after `>`. */
export function pastLines(items: readonly Item[]): string[] {
  const said = items.flatMap((item) => {
    const text = textOf(item);
    return text === '' ? [] : [printable(`${item.role === 'assistant' ? '  ' : '> '}${text}`, MOST_COLUMNS)];
  });
  const more = said.length - MOST_MESSAGES;
  return more > 0 ? [`(${more} earlier messages)`, ...said.slice(more)] : said;
}
