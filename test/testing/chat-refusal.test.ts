/** Each rule of Chat Completions, pure: what is refused and in which words, and what must not be refused. */
import { CHAT_RULES, chatRefusal } from '../../src/testing/chat-refusal.js';
import { REFUSED } from './refused-requests.js';
import { asks, fn, request, tool, user } from './request-parts.js';

describe('chatRefusal', () => {
  test.each(REFUSED)('refuses $what ($rule)', ({ body, options, rule, error, status = 400 }) => {
    expect(chatRefusal(body, options)).toEqual({ ...error, rule, status });
  });

  test('every row of the table of rules is refused by some request', () => {
    const rows = CHAT_RULES.flatMap((rule) => rule.rows);
    const tried = new Set(REFUSED.map((each) => each.rule));
    expect(rows.filter((row) => !tried.has(row))).toEqual([]);
    for (let row = 1; row <= 14; row += 1) expect(rows).toContain(`C${row}`);
  });

  test('refuses what is no JSON object', () => {
    expect(chatRefusal('{')?.message).toMatch(/^We could not parse the JSON body of your request\./);
    expect(chatRefusal([])?.rule).toBe('json');
  });

  test.each([
    ['text', request([user()])],
    [
      'four sequences to stop at, alternatives beside log probabilities, texts as metadata',
      request([user()], { stop: ['a', 'b', 'c', ''], logprobs: true, top_logprobs: 2, metadata: { order: '42' } }),
    ],
    [
      'every role and part',
      request([
        { role: 'developer', content: [{ type: 'text', text: 'x' }] },
        user([
          { type: 'image_url', image_url: { url: 'data:' } },
          { type: 'text', text: '' },
        ]),
        { role: 'assistant', content: [{ type: 'refusal', refusal: 'no' }] },
        { role: 'assistant', refusal: 'no' },
        { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{}' } },
        { role: 'function', name: 'f', content: null },
        user(''),
      ]),
    ],
    [
      'results in any order, before and after other turns',
      request([
        user(),
        asks('a', 'b'),
        tool('b'),
        tool('a', [{ type: 'text', text: 'x' }]),
        asks('a'),
        tool('a', ''),
        user(),
      ]),
    ],
    [
      'ids named like members of Object',
      request([user(), asks('__proto__', 'toString'), tool('toString'), tool('__proto__')]),
    ],
    [
      '128 calls and 128 tools',
      request(
        [
          user(),
          asks(...Array.from({ length: 128 }, (_, i) => `c${i}`)),
          ...Array.from({ length: 128 }, (_, i) => tool(`c${i}`)),
        ],
        {
          tools: Array.from({ length: 128 }, (_, i) => fn({ name: `f${i}` })),
          tool_choice: 'none',
          parallel_tool_calls: true,
        },
      ),
    ],
    [
      'arguments that are no JSON',
      request([
        user(),
        { ...asks('a'), tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{' } }] },
        tool('a'),
      ]),
    ],
    [
      'fields that a service added to a message',
      request([user(), { ...asks('a'), reasoning_content: 'hm' }, tool('a')]),
    ],
    ['a long description, on newer models', request([user()], { tools: [fn({ description: 'd'.repeat(5000) })] })],
    [
      'an open schema that is not strict',
      request([user()], {
        tools: [fn({ strict: false, parameters: { type: 'object', properties: { a: { type: 'object' } } } })],
        tool_choice: { type: 'function', function: { name: 'f' } },
      }),
    ],
    [
      'a closed schema that is strict',
      request([user()], {
        tools: [
          fn({
            strict: true,
            parameters: {
              type: 'object',
              properties: { a: { type: ['array', 'null'], items: { $ref: '#/$defs/b' } } },
              required: ['a'],
              additionalProperties: false,
              $defs: { b: { type: 'object', properties: {}, required: [], additionalProperties: false } },
            },
          }),
        ],
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'out', schema: { type: 'object', properties: {} } },
        },
      }),
    ],
    [
      'settings',
      request([user()], {
        stream: true,
        stream_options: { include_usage: true },
        temperature: 0.5,
        n: 1,
        store: false,
        metadata: null,
        seed: 1,
      }),
    ],
  ])('takes %s', (_what, body) => {
    expect(chatRefusal(body, { models: ['m'] })).toBeUndefined();
  });
});
