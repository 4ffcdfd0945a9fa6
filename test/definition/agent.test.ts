/** What a defined agent is: defaults, refusals, context, instructions, and lists of agents. */
import { z } from 'zod';
import { checkAgents, defineAgent, defineTool } from '../../src/index.js';
import { refusal } from './refusal.js';

const tool = (name: string) => defineTool({ name, description: 'd', parameters: z.object({}), execute: () => '' });
const define = defineAgent as unknown as (options: unknown) => unknown;
const good = { name: 'shop', model: 'm' };

test('everything that is left out is bounded', () => {
  const agent = defineAgent({ ...good, tools: [tool('a'), tool('b')] });
  expect(agent).toMatchObject({
    kind: 'agent',
    api: 'chat',
    provider: { apiKeyEnv: 'OPENAI_API_KEY', headers: {} },
    parallelToolCalls: true,
    settings: {},
  });
  const limits = { steps: 10, toolCalls: 100, tokens: 500_000, durationMs: 3_600_000 };
  expect(agent.policy).toMatchObject({ name: 'shop', maxParallel: 10, limits });
  expect(agent.policy.tools.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(agent.toolByName.get('b')).toBe(agent.tools[1]);
  expect(agent.toolByName.get('constructor')).toBeUndefined();
});

const many = Array.from({ length: 129 }, (_, index) => tool(`t${index}`));
const cases: [what: string, options: object, option: string, printed: string][] = [
  ['a bad name', { name: 'my shop' }, 'name', '"my shop"'],
  ['no model', { model: undefined }, 'model', 'undefined'],
  ['an unknown API', { api: 'grpc' }, 'api', '"grpc"'],
  ['a model of half a character', { model: 'm\ud800' }, 'model', '"m\\ud800"'],
  ['instructions of half a character', { instructions: 'i\ud800' }, 'instructions', '"i\\ud800"'],
  ['tools that are no list', { tools: { a: 1 } }, 'tools', '{"a":1}'],
  ['a tool that is none', { tools: [tool('a'), { name: 'b' }] }, 'tools[1]', '{"name":"b"}'],
  ['two tools of one name', { tools: [tool('a'), tool('b'), tool('a')] }, 'tools[2].name', '"a"'],
  ['129 tools', { tools: many }, 'tools', '"129 tools"'],
  ['no parallel call', { maxParallel: 0 }, 'maxParallel', '0'],
  ['501 parallel calls', { maxParallel: 501 }, 'maxParallel', '501'],
  ['parallelToolCalls that is no boolean', { parallelToolCalls: 'no' }, 'parallelToolCalls', '"no"'],
  ['no step', { limits: { steps: 0 } }, 'limits.steps', '0'],
  ['endless steps', { limits: { steps: Infinity } }, 'limits.steps', 'Infinity'],
  ['negative calls', { limits: { toolCalls: -1 } }, 'limits.toolCalls', '-1'],
  ['half a token', { limits: { tokens: 0.5 } }, 'limits.tokens', '0.5'],
  ['a duration that is none', { limits: { duration: 'banana' } }, 'limits.duration', '"banana"'],
  ['a negative temperature', { settings: { temperature: -1 } }, 'settings.temperature', '-1'],
  ['an answer of no tokens', { settings: { maxOutputTokens: 0 } }, 'settings.maxOutputTokens', '0'],
  ['instructions that are no text', { instructions: 5 }, 'instructions', '5'],
  ['a hook that is no function', { describeError: 'x' }, 'describeError', '"x"'],
  ['an output that is no schema', { output: { type: 'object' } }, 'output', '{"type":"object"}'],
  ['a context that is no schema', { context: {} }, 'context', '{}'],
];
test.each(cases)('refuses %s', (_what, options, option, printed) => {
  const error = refusal(() => define({ ...good, ...options }));
  expect(error.option).toBe(option);
  expect(error.message).toContain(`got ${printed}`);
});

test('128 tools are not too many', () => {
  expect(defineAgent({ ...good, tools: many.slice(1) }).tools).toHaveLength(128);
});

test.each<[string, object, string]>([
  ['a key in place of its variable', { apiKeyEnv: 'sk-SECRET' }, 'provider.apiKeyEnv'],
  ['a URL with credentials', { baseURL: 'https://u:SECRET@x.example' }, 'provider.baseURL'],
  ['a broken URL with credentials', { baseURL: 'u:SECRET@x.example' }, 'provider.baseURL'],
  ['a base URL that is none', { baseURL: 'nonsense SECRET' }, 'provider.baseURL'],
  ['a URL with a query', { baseURL: 'https://x.example/v1?key=SECRET' }, 'provider.baseURL'],
  ['a URL with a fragment', { baseURL: 'https://x.example/v1#SECRET' }, 'provider.baseURL'],
  ['what every object has as a variable', { apiKeyEnv: '__proto__' }, 'provider.apiKeyEnv'],
  ['a header of two lines', { headers: { authorization: 'SECRET\nx' } }, 'provider.headers.authorization'],
  ['a header beyond Latin-1', { headers: { authorization: 'SECRET €' } }, 'provider.headers.authorization'],
  ['a header of half a character', { headers: { authorization: 'SECRET\ud800' } }, 'provider.headers.authorization'],
  ['a header name that is none', { headers: { 'Bearer SECRET': 'x' } }, 'provider.headers'],
  ['headers that are null', { headers: null }, 'provider.headers'],
  ['headers that are a text', { headers: 'SECRET' }, 'provider.headers'],
  ['headers that would be lost', { headers: new Headers({ authorization: 'SECRET' }) }, 'provider.headers'],
  ['a pasted key', { apiKey: 'SECRET' }, 'provider.apiKey'],
])('refuses %s without printing the secret', (_what, provider, option) => {
  const error = refusal(() => define({ ...good, provider }));
  expect(error.option).toBe(option);
  expect(`${error.message} ${JSON.stringify(error)}`).not.toContain('SECRET');
});

test.each<[string, unknown, string]>([
  ['a misspelt option', { ...good, tool: [] }, 'there is no option "tool"'],
  ['a misspelt limit', { ...good, limits: { maxSteps: 5 } }, 'there is no option "limits.maxSteps"'],
  ['a pasted key', { ...good, apiKey: 'SECRET' }, 'there is no option "apiKey"'],
  ['a key as the provider', { ...good, provider: 'SECRET' }, 'provider: expected '],
  ['a key as the options', 'SECRET', 'options: expected '],
])('refuses %s by its name alone', (_what, options, words) => {
  const error = refusal(() => define(options));
  expect(words).toContain(error.option);
  expect(error.message).toContain(words);
  expect(`${error.message} ${JSON.stringify(error)}`).not.toMatch(/SECRET|got /);
});

test('headers that HTTP can carry are taken as they are', () => {
  const headers = { 'X-Team_1': 'café: "a", b', 'x-empty': '' };
  expect(defineAgent({ ...good, provider: { headers } }).provider.headers).toEqual(headers);
});

describe('context and instructions', () => {
  const Caller = z.object({ userId: z.string(), locale: z.string().default('en') });

  test('instructions get the context as its schema gives it', async () => {
    const agent = defineAgent({ ...good, context: Caller, instructions: async (c) => `${c.userId} ${c.locale}` });
    const parsed = await agent.parseContext({ userId: 'u1' });
    expect(parsed).toEqual({ ok: true, context: { userId: 'u1', locale: 'en' } });
    expect(await agent.instructions({ userId: 'u1', locale: 'en' })).toBe('u1 en');
  });

  test('a missing context is refused, and without a schema there is none', async () => {
    const agent = defineAgent({ ...good, context: Caller });
    expect(await agent.parseContext(undefined)).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^context: /),
    });
    expect(await defineAgent(good).parseContext({ a: 1 })).toEqual({ ok: true, context: undefined });
  });

  test('instructions may be a text or nothing, and must not be anything else', async () => {
    expect(await defineAgent({ ...good, instructions: 'Be brief.' }).instructions(undefined)).toBe('Be brief.');
    expect(await defineAgent(good).instructions(undefined)).toBeUndefined();
    const broken = defineAgent({ ...good, instructions: (() => 42) as unknown as () => string });
    await expect(broken.instructions(undefined)).rejects.toThrow('agent "shop": instructions gave 42, expected a text');
  });
});

describe('checkAgents', () => {
  test('gives the agents by name', () => {
    const agent = defineAgent(good);
    expect([...checkAgents([agent])]).toEqual([['shop', agent]]);
  });

  test.each<[string, unknown, string]>([
    ['no list', defineAgent(good), 'list'],
    ['an empty list', [], 'list'],
    ['what is no agent', [defineAgent(good), tool('a')], '[1]'],
    ['two agents of one name', [defineAgent(good), defineAgent(good)], '[1].name'],
  ])('refuses %s', (_what, list, option) => {
    expect(refusal(() => checkAgents(list)).option).toBe(option);
  });
});

test.each([0, 1, 101, 2.5, true, 'off', null])('refuses repeats of %p', (repeatLimit) => {
  expect(() => defineAgent({ name: 'a', model: 'm', repeatLimit: repeatLimit as number })).toThrow(
    `repeatLimit: expected a `,
  );
});

test('the same call is run in two steps in a row, unless it is said otherwise', () => {
  const limit = (repeatLimit?: number | false) =>
    defineAgent({ name: 'a', model: 'm', repeatLimit }).policy.repeatLimit;
  expect([limit(), limit(5), limit(false)]).toEqual([3, 5, undefined]);
});
