/** The user's text: an argument, or standard input for `-`. Rule: it is bounded, and what isn't text is refused. */
import { MOST_INPUT_BYTES } from '../client/check-input.js';
import { UsageError } from './command-error.js';

/**
 * The text of a turn; a last line end of standard input is left out, as shells do.
 * @throws {UsageError} when it is empty, too long, or no UTF-8.
 */
export async function readText(argument: string, stdin: AsyncIterable<Uint8Array> = process.stdin): Promise<string> {
  const text = argument === '-' ? (await readAll(stdin)).replace(/\r?\n$/, '') : argument;
  if (text.trim() !== '') return text;
  throw new UsageError(argument === '-' ? 'standard input is empty: the agent needs a text' : 'the text is empty');
}

async function readAll(stdin: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stdin) {
    bytes += chunk.byteLength;
    if (bytes > MOST_INPUT_BYTES) {
      throw new UsageError(`standard input is over ${MOST_INPUT_BYTES} bytes, the most that a turn starts with`);
    }
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new UsageError('standard input is no UTF-8 text');
  }
}
