/**
 * Standard output and standard error. Rules: machine output goes to stdout and everything else to stderr; colours only on
 * a terminal that wants them; a reader that went away (`| head`) is no error, and a full disk is one line.
 */
import { stripVTControlCharacters, styleText } from 'node:util';

/** What is painted, by meaning. */
export type Tone = 'good' | 'bad' | 'notice' | 'quiet';

/** Paints a text, or leaves it as it is. */
export type Paint = (tone: Tone, text: string) => string;

const COLOURS = { good: 'green', bad: 'red', notice: 'yellow', quiet: 'gray' } as const;
/** Controls but tab and line feed, and the marks that reorder a line. */
const UNPRINTABLE = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A painter for a stream: `hasColors` knows of NO_COLOR, FORCE_COLOR and dumb terminals. */
export function painter(stream: NodeJS.WriteStream): Paint {
  const colours = stream.isTTY && stream.hasColors();
  return (tone, text) => (colours ? styleText(COLOURS[tone], text, { validateStream: false }) : text);
}

/** Leaves every text as it is. */
export const plain: Paint = (_tone, text) => text;

/** A text of several lines as a terminal may show it: without control characters but tabs and line ends. */
export function printableText(text: string): string {
  const clean = stripVTControlCharacters(text.replaceAll('\r\n', '\n'));
  return clean.replace(UNPRINTABLE, (char) => (char === '\n' || char === '\t' ? char : ''));
}

/** Prints a line for a person on standard error. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Prints a result on standard output, with a line end. On a terminal control characters are left out. */
export function print(text: string): void {
  const shown = process.stdout.isTTY ? printableText(text) : text;
  process.stdout.write(shown.endsWith('\n') ? shown : `${shown}\n`);
}

/** Prints a value as one line of JSON. */
export function printJson(value: unknown): void {
  process.stdout.write(`${terminalJson(value)}\n`);
}

/** JSON whose strings hold no character that a terminal obeys: such are escaped, which changes nothing for a parser. */
export function terminalJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (char) =>
    Array.from({ length: char.length }, (_, i) => `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''),
  );
}

/**
 * From now on a closed pipe is passed over: the command goes on and exits by its own code. Anything else that keeps
 * standard output from being written, such as a full disk, is told once. @returns whether that happened.
 */
export function watchOutput(): () => boolean {
  let lost = false;
  const passedOver = ({ code }: NodeJS.ErrnoException) => code === 'EPIPE' || code === 'EIO';
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (passedOver(error) || lost) return;
    lost = true;
    tell(painter(process.stderr)('bad', `everycall: can't write to standard output: ${error.message}`));
  });
  // Where standard error can't be written, nobody is left to tell.
  process.stderr.on('error', () => {});
  return () => lost;
}

/** Resolves once what was printed has left this process, or its reader has. */
export async function flushed(): Promise<void> {
  await Promise.all(
    [process.stdout, process.stderr].map(
      (stream) => new Promise<void>((resolve) => (stream.destroyed ? resolve() : stream.write('', () => resolve()))),
    ),
  );
  // A stream tells its error after the write that failed.
  await new Promise((resolve) => setImmediate(resolve));
}
