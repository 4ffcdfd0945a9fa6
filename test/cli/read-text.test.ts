import { MOST_INPUT_BYTES } from '../../src/client/check-input.js';
import { readText } from '../../src/cli/read-text.js';

async function* chunks(...all: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* all;
}
const bytes = (text: string) => new TextEncoder().encode(text);

test('an argument is taken as it is', async () => {
  await expect(readText(' a\n', chunks())).resolves.toBe(' a\n');
});

test('standard input is read to its end without the last line end, and a character may be cut by a chunk', async () => {
  const text = bytes('é\n\n');
  await expect(readText('-', chunks(text.subarray(0, 1), text.subarray(1)))).resolves.toBe('é\n');
});

test.each([
  ['nothing', [], /standard input is empty/],
  ['blanks', [bytes(' \n')], /standard input is empty/],
  ['no text', [Uint8Array.of(0xc3)], /no UTF-8/],
])('standard input with %s is refused', async (_what, input, message) => {
  await expect(readText('-', chunks(...input))).rejects.toThrow(message);
});

test('standard input is bounded: reading stops at the first byte too many', async () => {
  let read = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      read += 1_000_000;
      yield new Uint8Array(1_000_000);
    }
  }
  await expect(readText('-', endless())).rejects.toThrow(String(MOST_INPUT_BYTES));
  expect(read).toBeLessThanOrEqual(MOST_INPUT_BYTES + 1_000_000);
});
