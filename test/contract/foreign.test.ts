/** What other people's workers return: bounded, read whatever it is, and never told as something else. */
import { foreignOutput } from '../../src/contract/foreign-output.js';
import { readForeign } from '../../src/contract/foreign-payload.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const decode = (data: Uint8Array) => new TextDecoder().decode(data);

test('a result is told as text or JSON, and nothing as nothing', () => {
  expect([undefined, null, 'words', 7, { a: [1] }].map((value) => foreignOutput(value))).toEqual([
    '',
    '',
    'words',
    '7',
    '{"a":[1]}',
  ]);
  expect(foreignOutput('half \ud800')).toBe('half \ufffd');
  expect(foreignOutput(new Uint8Array(3))).toBe("[3 bytes, which can't be shown: return a text]");
});

test('what is over the bounds is cut, visibly; a tool of an older version has none', () => {
  const cut = foreignOutput('x'.repeat(1_000), { maxChars: 100 });
  expect(cut.length).toBeLessThanOrEqual(100);
  expect(cut).toMatch(/^x+\n\[… \d+ characters were cut …\]\nx+$/);
  expect(foreignOutput([1, 2, 3], { maxChars: 100, maxItems: 1 })).toBe('[1,"… 2 more items were cut"]');
  expect(foreignOutput('x'.repeat(100_000))).toHaveLength(100_000);
});

const read = (encoding: string, data: string, messageType = '') =>
  readForeign<unknown>(
    () => {
      if (encoding !== 'json/plain') throw new Error(`Unknown encoding: ${encoding}`);
      return JSON.parse(data);
    },
    { metadata: { encoding: bytes(encoding), messageType: bytes(messageType) }, data: bytes(data) },
    decode,
  );

test('JSON that is none, and protobuf, are told as they are; what the owner has encoded or stored stays an error', () => {
  expect(read('json/plain', '{"a":1}')).toEqual({ a: 1 });
  expect(read('json/plain', '{"a":NaN}')).toBe('{"a":NaN}');
  expect(read('json/plain', '')).toBe('');
  expect(read('json/protobuf', '{"runId":"r"}')).toBe('{"runId":"r"}');
  expect(read('binary/protobuf', 'abc')).toBe("[3 bytes of protobuf, which can't be shown]");
  for (const encoding of ['binary/encrypted', 'json/superjson', 'binary/plain']) {
    expect(() => read(encoding, '{}')).toThrow(`Unknown encoding: ${encoding}`);
  }
  expect(() => read('json/protobuf', '{}', 'temporal.api.sdk.v1.ExternalStorageReference')).toThrow('json/protobuf');
});
