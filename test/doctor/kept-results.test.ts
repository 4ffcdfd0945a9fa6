/** Results that are there stay, whatever else is odd about the message that holds them or its call. */
import { diagnose, mend } from '../../src/index.js';
import { NO_KNOWN_RESULT, NO_RESULT } from '../../src/doctor/rebuild.js';
import { chatRefusal } from '../../src/testing.js';

const user = { role: 'user', content: 'Weather?' };
const call = (id: string) => ({ id, type: 'function', function: { name: 'get_weather', arguments: '{}' } });
const answer = (...ids: string[]) => ({ role: 'assistant', content: null, tool_calls: ids.map(call) });
const result = (id: string, content: string) => ({ role: 'tool', tool_call_id: id, content });

test("a type that is a framework's own makes a message no item: neither it nor its result is dropped", () => {
  const messages = [
    { ...user, type: 'human' },
    { ...answer('a'), type: 'ai' },
    { ...result('a', 'rain'), type: 'tool_result' },
  ];
  for (const input of [messages, { messages }]) {
    expect(diagnose(input)).toMatchObject({ ok: true, api: 'chat', findings: [], calls: [{ result: 'rain' }] });
    expect(mend(input).transcript).toBe(input);
  }
});

test('a message without a role but with a type is left for a person', () => {
  const input = { messages: [user, { type: 'message', content: 'It rains.' }] };
  const { transcript, left } = mend(input);
  expect(transcript).toBe(input);
  const service = "Missing required parameter: 'messages[1].role'.";
  expect(left).toMatchObject([{ code: 'wrong_role', at: 'messages[1]', service }]);
});

test('the old form of a call beside an empty list of calls keeps its result', () => {
  const old = { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{}' }, tool_calls: [] };
  const { transcript, left } = mend([user, old, { role: 'function', name: 'f', content: 'rain' }]);
  expect(transcript).toMatchObject([user, { tool_calls: [{ id: 'call00001' }] }, result('call00001', 'rain')]);
  expect(left).toEqual([]);
});

test('a call that stands where a list of calls should is put into one, and keeps its result', () => {
  const { transcript, left } = mend([user, { ...answer(), tool_calls: call('a') }, result('a', 'rain')]);
  expect(transcript).toEqual([user, answer('a'), result('a', 'rain')]);
  expect(left).toEqual([]);
  expect(chatRefusal({ model: 'm', messages: transcript })).toBeUndefined();
});

test('results that can not be told apart are listed once, not with each of their calls', () => {
  const sizeOf = (value: unknown) => JSON.stringify(value).length;
  const ids = Array.from({ length: 100 }, () => '');
  const input = [user, answer(...ids), ...ids.map((id, index) => result(id, `${index} ${'x'.repeat(2_000)}`))];
  const { transcript, left } = mend(input);
  expect(left).toEqual([]);
  const [first, second, ...others] = (transcript as { content: string }[]).slice(2).map(({ content }) => content);
  for (let index = 0; index < 100; index++) expect(first).toContain(`(${index + 1}) ${index} x`);
  expect(second).toMatch(/are listed in the first such result, of call call00001, may be this call's\.$/);
  expect(others.every((each) => each === second)).toBe(true);
  expect(sizeOf(transcript)).toBeLessThan(1.2 * sizeOf(input));
  expect(sizeOf(diagnose(input).findings)).toBeLessThan(100_000);
});

test('what was read as Responses items is judged as such to the end, whatever mending leaves of it', () => {
  const stray = { type: 'function_call_output', call_id: 'b', output: 'R' };
  const { transcript, left } = mend([{ ...user, name: {} }, stray]);
  expect(transcript).toEqual([{ ...user, name: {} }]);
  expect(left).toMatchObject([{ code: 'refused', at: 'input[0].name' }]);
  expect(mend([stray])).toMatchObject({ transcript: [], left: [] });
});

test.each([
  ['of another id', { role: 'tool', tool_call_id: 'z', content: 'rain' }],
  ['without an id, of another tool', { role: 'tool', name: 'get_time', content: 'rain' }],
])('where a result %s is left out, the call is not told that none was recorded', (_, stray) => {
  for (const messages of [
    [user, answer('a'), stray],
    [user, answer('a'), user, stray],
  ]) {
    const { transcript, changes } = mend(messages);
    const told = { role: 'tool', tool_call_id: 'a', content: NO_KNOWN_RESULT };
    const inPlace = messages.length === 3 && !('tool_call_id' in stray);
    expect((transcript as unknown[])[2]).toEqual(inPlace ? expect.objectContaining(result('a', 'rain')) : told);
    if (!inPlace) expect(changes).toContainEqual(expect.objectContaining({ kind: 'dropped', text: 'rain' }));
  }
  // A result of a later step is none of this one's.
  const later = mend([user, answer('a'), user, answer('b'), result('b', 'sun'), stray]).transcript as unknown[];
  expect(later[2]).toEqual(result('a', NO_RESULT));
});

test('one result that several calls may have is told as one', () => {
  const input = [user, answer('a', 'b'), user, { role: 'tool', name: 'get_weather', content: 'rain' }];
  const head = 'One result was recorded for several calls without telling whose it is.';
  expect((mend(input).transcript as unknown[]).slice(2)).toEqual([
    result('a', `${head} It may be this call's:\nrain`),
    result('b', `${head} It is told in that of call a, and may be this call's.`),
    user,
  ]);
  expect(diagnose(input).findings[0]?.message).toMatch(/^whether the result at messages\[3\] belongs/);
});
