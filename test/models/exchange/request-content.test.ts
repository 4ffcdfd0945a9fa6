/** What of a request identifies it, and how one that nothing answers is told. */
import { firstDifference } from '../../../src/models/exchange/first-difference.js';
import { requestContent } from '../../../src/models/exchange/request-content.js';

const content = (body: unknown, path = '/chat/completions') => requestContent({ method: 'POST', path, body });
const asked = (id: string, text = 'hi') => ({
  model: 'm',
  messages: [
    { role: 'user', content: text },
    { role: 'assistant', tool_calls: [{ id, type: 'function', function: { name: 'f', arguments: '{"id":"x"}' } }] },
    { role: 'tool', tool_call_id: id, content: 'done' },
  ],
});

test('the order of keys and ids that a run mints are no content', () => {
  const { model, messages } = asked('call_2');
  expect(content({ messages, model }).exact).toBe(content(asked('a1b2c3d4e')).exact);
});

test('whether the answer streams is no content', () => {
  const streamed = { ...asked('a'), stream: true, stream_options: { include_usage: true } };
  expect(content(streamed).exact).toBe(content(asked('a')).exact);
});

test.each<[string, unknown]>([
  ['another text', asked('a', 'bye')],
  ['another model', { ...asked('a'), model: 'n' }],
  ['a further field', { ...asked('a'), temperature: 1 }],
  [
    'a result for another call',
    { ...asked('a'), messages: [...asked('a').messages.slice(0, 2), { role: 'tool', tool_call_id: 'b' }] },
  ],
])('%s is another content', (_what, body) => {
  expect(content(body).exact).not.toBe(content(asked('a')).exact);
  expect(content(body).loose).not.toBe(content(asked('a')).loose);
});

test('another path is another content, and ids of files and schemas are content', () => {
  expect(content({}, '/responses').exact).not.toBe(content({}).exact);
  expect(content({ tools: [{ id: 'a' }] }).exact).not.toBe(content({ tools: [{ id: 'b' }] }).exact);
  const file = (file_id: string) => content({ input: [{ role: 'user', content: [{ type: 'input_file', file_id }] }] });
  expect(file('file-1').exact).not.toBe(file('file-2').exact);
});

test.each([
  ['It is 2026-11-21T14:11:54.120Z.', 'It is 2027-01-02T03:04:05Z.'],
  ['Today is 2026-11-21', 'Today is 2027-01-02'],
  [`Today is ${new Date(0).toDateString()}`, `Today is ${new Date(1e12).toDateString()}`],
  [new Date(0).toUTCString(), new Date(1e12).toUTCString()],
  [new Date(0).toLocaleString('en-US'), new Date(1e12).toLocaleString('en-US')],
  ['Monday, January 1, 2026 at 3:04 PM', 'Friday, December 31, 2027 at 12:59 AM'],
  ['order 8b5b2e0e-1f7d-4a3b-9c57-0d3a4f6f7a10', 'order 11111111-2222-4333-8444-555555555555'],
  ['key 0a1b2c3d4e5f60718293', 'key ffeeddccbbaa99887766'],
  ['{"at":1763733114}', '{"at":1999999999}'],
])('%j and %j differ in what a run makes anew', (before, after) => {
  const [a, b] = [content(asked('x', before)), content(asked('y', after))];
  expect(a.exact).not.toBe(b.exact);
  expect(a.loose).toBe(b.loose);
});

test('amounts, versions and short numbers are no times', () => {
  for (const [a, b] of [
    ['12,50 EUR', '12,51 EUR'],
    ['gpt-5.1', 'gpt-5.2'],
    ['order 1234567', 'order 1234568'],
  ]) {
    expect(content(asked('x', a)).loose).not.toBe(content(asked('x', b)).loose);
  }
});

test('a key in a request is no content, whole or as it was recorded', () => {
  const body = (text: string) => content(asked('x', text)).exact;
  expect(body('my key is sk-proj-CANARYabcdef0123456789')).toBe(body('my key is [redacted]'));
});

test('the first difference is named with both values, from shortly before it', () => {
  const long = 'x'.repeat(500);
  expect(firstDifference('request', { a: [1, { b: 'same' }], c: 1 }, { c: 2, a: [1, { b: 'same' }] })).toEqual({
    path: 'request.c',
    left: '1',
    right: '2',
  });
  const found = firstDifference('request', { t: `${long}old` }, { t: `${long}new` });
  expect(found).toEqual({ path: 'request.t', left: '…xxxxxxxxxxxxxxxold"', right: '…xxxxxxxxxxxxxxxnew"' });
  expect(firstDifference('r', [1], [1, { a: 1 }])).toEqual({ path: 'r[1]', left: 'nothing', right: '{"a":1}' });
  expect(firstDifference('r', { a: 1 }, { a: 1 })).toBeUndefined();
});
