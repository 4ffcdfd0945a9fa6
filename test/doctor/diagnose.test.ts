/** The pure functions as callers meet them: running conversations, each service's words, what they throw. */
import { diagnose, mend, UnknownDumpError, UnknownServiceError, type Service } from '../../src/index.js';
import { responsesRefusal } from '../../src/testing.js';

const user = { role: 'user', content: 'Weather?' };
const call = (id: string) => ({ id, type: 'function', function: { name: 'get_weather', arguments: '{}' } });
const answer = (...ids: string[]) => ({ role: 'assistant', content: null, tool_calls: ids.map(call) });
const result = (id: string, content: string) => ({ role: 'tool', tool_call_id: id, content });

test('open calls of the last answer of a running conversation are no error; earlier ones are', () => {
  const input = [user, answer('a'), user, answer('b', 'c'), result('c', 'sun')];
  const { findings, calls } = diagnose(input, { running: true });
  expect(findings.map(({ code, at }) => `${code} ${at}`)).toEqual(['missing_result messages[1].tool_calls[0]']);
  expect(calls.map(({ state }) => state)).toEqual(['missing', 'running', 'ok']);
  const { transcript } = mend(input, { running: true });
  expect(transcript).toContainEqual(result('a', 'No result was recorded for this call. It may or may not have run.'));
  expect(transcript).toContainEqual(result('b', 'No result was recorded for this call yet: it was still running.'));
});

test.each<[Service, string]>([
  ['openai', 'The following tool_call_ids did not have response messages: AbCdEf001, AbCdEf002'],
  ['deepseek', '(insufficient tool messages following tool_calls message)'],
  ['mistral', 'Not the same number of function calls and responses'],
  ['gemini', 'Please ensure that the number of function response parts is equal to the number of function call parts'],
])('a missing result in the words of %s', (service, words) => {
  const { findings } = diagnose([user, answer('AbCdEf001', 'AbCdEf002'), user], { for: service });
  expect(findings[0]).toMatchObject({ code: 'missing_result', callId: 'AbCdEf001' });
  expect(findings[0]?.service).toContain(words);
});

test('a request keeps its other fields, their order, and what nothing is wrong with', () => {
  const kept = [user, answer('a')];
  const input = { z: 1, messages: kept, model: 'm', tools: [{ type: 'function', function: { name: 'f' } }], a: [1] };
  const { transcript, changes } = mend(input);
  const expected = { ...input, messages: [...kept, result('a', expect.any(String) as string)] };
  expect(transcript).toEqual(expected);
  expect(Object.keys(transcript as object)).toEqual(Object.keys(input));
  expect(changes).toHaveLength(1);
  expect((transcript as typeof input).messages[0]).toBe(user);
});

test('a request whose input is a text has its tools mended, and its text as it was', () => {
  const input = { model: 'm', input: 'hi', tools: [{ type: 'function', function: { name: 'f' } }] };
  const { transcript, left } = mend(input);
  expect({ transcript, left }).toEqual({
    transcript: { ...input, tools: [{ type: 'function', name: 'f' }] },
    left: [],
  });
});

test('texts that are left out are told in full', () => {
  const long = 'x'.repeat(100_000);
  const { findings, ok } = diagnose([user, answer('a'), result('a', 'sun'), result('a', long), result('z', long)]);
  expect(ok).toBe(false);
  expect(findings.map(({ code, text }) => [code, text])).toEqual([
    ['duplicate_result', long],
    ['stray_result', long],
  ]);
});

test('what can not be written back as it is is refused with its place', () => {
  const nested = (text: string, depth: number) =>
    JSON.parse(`${'['.repeat(depth)}${text}${']'.repeat(depth)}`) as unknown;
  const deep = { messages: [{ ...user, content: nested('', 20_000) }] };
  expect(() => mend(deep)).toThrow(
    /^messages\[0\]\.content\[0\].* is nested over 1000 deep; expected lists and objects nested/,
  );
  expect(diagnose([{ ...user, x: nested('1', 900) }]).api).toBe('chat');
  const large = JSON.parse('{"messages":[{"role":"user","content":"u"}],"metadata":{"a":[1,-1e400]}}') as unknown;
  const words =
    'metadata.a[1] is a number beyond 1.8e308, which would be written back as null; expected a smaller number';
  expect(() => diagnose(large)).toThrow(words);
  expect(() => mend(large)).toThrow(UnknownDumpError);
  const args = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  const called = { ...call('AbCdEf001'), function: { name: 'f', arguments: args } };
  expect(diagnose([user, { ...answer(), tool_calls: [called] }, result('AbCdEf001', args)]).ok).toBe(true);
});

test.each<Service>(['mistral', 'deepseek', 'gemini'])(
  '%s: a part that no service takes is left for a person',
  (service) => {
    const image = { type: 'image_url', image_url: 'https://x.test/a.png' };
    const good = [{ type: 'text', text: 'hi' }, image, { type: 'thinking', thinking: [] }];
    const input = [{ role: 'user', content: [...good, { type: 'text' }, 7] }];
    const at = (place: string) => ({ code: 'refused', at: `messages[0].content${place}` });
    expect(mend(input, { for: service }).left).toMatchObject([
      { ...at('[3].text'), message: "Missing required parameter: 'messages[0].content[3].text'." },
      at('[4]'),
    ]);
    expect(mend([{ role: 'user', content: 7 }], { for: service }).left).toMatchObject([{ at: 'messages[0].content' }]);
    expect(diagnose([{ role: 'user', content: good }], { for: service }).findings).toEqual([]);
  },
);

test('a local shell result names its call by its id where it has no call_id', () => {
  const calls = ['a', 'b'].map((id) => ({ type: 'local_shell_call', id: `lsh_${id}`, call_id: id, action: {} }));
  const output = (id: string) => ({ type: 'local_shell_call_output', id, output: `of ${id}` });
  const input = [{ role: 'user', content: 'u' }, ...calls, output('b'), output('a')];
  expect(mend({ input })).toMatchObject({ changes: [], left: [] });
  expect(responsesRefusal({ model: 'm', input })).toBeUndefined();
  // An id that is the result's own leaves its place to tell.
  const own = mend({ input: [calls[0], output('lsho_1')] });
  expect(own.transcript).toMatchObject({ input: [calls[0], { id: 'lsho_1', call_id: 'a', output: 'of lsho_1' }] });
});

test('what holds no conversation, and a service that is not known, are refused by name', () => {
  expect(() => diagnose({ choices: [] })).toThrow(UnknownDumpError);
  expect(() => mend('hi')).toThrow(UnknownDumpError);
  const unknown = 'acme' as Service;
  expect(() => diagnose([user], { for: unknown })).toThrow(new UnknownServiceError('acme'));
});
