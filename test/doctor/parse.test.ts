/** Reading: JSON or JSONL by form, the place of a fault, and where a conversation may stand. */
import fc from 'fast-check';
import { readDump, withList } from '../../src/doctor/dump.js';
import { jsonFault } from '../../src/doctor/json-fault.js';
import { parseDump } from '../../src/doctor/parse-dump.js';

const user = { role: 'user', content: 'hi' };
const line = JSON.stringify(user);

test('JSON and JSONL are told apart by form', () => {
  expect(parseDump(`\uFEFF[${line}]`)).toEqual({ form: 'json', value: [user] });
  expect(parseDump(`${line}\n\n${line}\r\n`)).toEqual({ form: 'lines', value: [user, user] });
  expect(parseDump(line)).toEqual({ form: 'lines', value: [user] });
  expect(parseDump(`[${line}]\n{"messages":[${line}]}`)).toEqual({
    form: 'documents',
    documents: [
      { line: 1, value: [user] },
      { line: 2, value: { messages: [user] } },
    ],
  });
});

test.each([
  ['', 'the text is empty; expected JSON or JSONL'],
  [' \n', 'the text is empty; expected JSON or JSONL'],
  ['[\n  {"role": "user",}\n]', 'line 2, column 19: this is no JSON: "}" stands where key should be'],
  [`[${line}`, `line 1, column ${line.length + 2}: this is no JSON: the text ends where , or ] should be`],
  [`${line}\n{"role": user}`, 'line 2, column 10: this is no JSON: "u" stands where value should be'],
  ['{"a":"b\nc"}', 'line 1, column 6: this is no JSON: "\\"" stands where a whole text should be'],
  ["{'a': 1}", 'line 1, column 2: this is no JSON: "\'" stands where key or } should be'],
  ['[1 2]', 'line 1, column 4: this is no JSON: "2" stands where , or ] should be'],
])('%j is refused with its place', (text, message) => {
  expect(() => parseDump(text)).toThrow(message);
});

test('a fault is found exactly where JSON.parse refuses a text', () => {
  const broken = fc.tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', ']', '"', ':', 'x', '\\', '\n'));
  fc.assert(
    fc.property(broken, ([json, at, put]) => {
      const place = at % (json.length + 1);
      const text = json.slice(0, place) + put + json.slice(place + 1);
      let valid = true;
      try {
        JSON.parse(text);
      } catch {
        valid = false;
      }
      expect(jsonFault(text) === undefined).toBe(valid);
    }),
    { seed: 23, numRuns: 3_000 },
  );
});

test.each([
  [[user], 'chat', []],
  [{ messages: [user] }, 'chat', ['messages']],
  [{ input: [user] }, 'responses', ['input']],
  [{ items: [{ type: 'message', ...user }] }, 'responses', ['items']],
  [{ custom_id: 'a', body: { messages: [user] } }, 'chat', ['body', 'messages']],
  [{ request: { body: { input: 'hi' } } }, 'responses', ['request', 'body', 'input']],
  [[{ type: 'function_call', call_id: 'a', name: 'f', arguments: '{}' }], 'responses', []],
  [[{ role: 'tool', tool_call_id: 'a', content: '' }], 'chat', []],
])('%j is read as it is meant', (input, api, path) => {
  expect(readDump(input)).toMatchObject({ api, path });
});

test.each([
  [7, 'an integer holds no conversation; expected an array of Chat Completions messages or of Responses items'],
  [{ choices: [] }, 'an object with the fields choices holds no conversation'],
  [[], 'the list of messages is empty'],
  [[1, 2], 'nothing in the list has a role or a type'],
  [
    [{ role: 'assistant', content: [{ type: 'tool_use', id: 'a' }] }],
    'the messages hold tool_use or tool_result parts, which is the Messages API',
  ],
])('%j is refused with what was expected', (input, message) => {
  expect(() => readDump(input)).toThrow(message);
});

test('what is written back keeps order and unknown fields', () => {
  const input = { b: 1, request: { z: 1, messages: [user], tools: [{}], a: 2 }, c: 3 };
  const written = withList(input, readDump(input), [], [{ type: 'function' }]);
  expect(JSON.stringify(written)).toBe(
    '{"b":1,"request":{"z":1,"messages":[],"tools":[{"type":"function"}],"a":2},"c":3}',
  );
});
