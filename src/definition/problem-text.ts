/**
 * What is told about a value that a schema refuses: a line for each fault with its path and what was expected, at most
 * 1,000 characters. The model reads it to mend its arguments.
 */
import { jsonPath } from '../protocol/json-path.js';
import { boundedText } from './bounded-text.js';

/** Longest text about a refused value, in characters. */
const MAX_PROBLEM_CHARS = 1_000;

/** Characters kept free for the line that counts what was left out. */
const REST = 40;

/** One fault: where in the value, and what is wrong or was expected there. */
export interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** One fault as a line, without its line break. */
export function problemLine(root: string, { path, message }: Problem): string {
  return boundedText(`${boundedText(jsonPath(root, path), 200)}: ${message.replace(/\s+/g, ' ').trim()}`, 500);
}

/** The faults of a value called `root` (`arguments`, `context`), one a line. */
export function problemText(root: string, problems: readonly Problem[]): string {
  let text = '';
  for (const [index, problem] of problems.entries()) {
    const line = problemLine(root, problem);
    if (text.length + line.length + 1 > MAX_PROBLEM_CHARS - REST) return `${text}… and ${problems.length - index} more`;
    text += index === problems.length - 1 ? line : `${line}\n`;
  }
  return text;
}
