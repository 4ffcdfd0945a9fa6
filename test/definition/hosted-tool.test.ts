/** Hosted tools: what passes through to the service, what is refused when defining, and what isolating makes of one. */
import { z } from 'zod';
import { hostedSecrets } from '../../src/definition/agent-tools.js';
import { defineAgent, defineTool, hostedTool } from '../../src/index.js';
import { refusal } from './refusal.js';

const define = hostedTool as unknown as (options: unknown) => unknown;

test('the fields of the service pass through, as a copy', () => {
  const filters = { allowed_domains: ['docs.example'] };
  const tool = hostedTool({ type: 'web_search', search_context_size: 'low', filters });
  filters.allowed_domains.push('other.example');
  expect(tool).toEqual({
    kind: 'hosted',
    spec: { type: 'web_search', search_context_size: 'low', filters: { allowed_domains: ['docs.example'] } },
  });
});

test('a type that only another service knows passes through', () => {
  expect(hostedTool({ type: 'x_search', from: 1 }).spec).toEqual({ type: 'x_search', from: 1 });
});

test('a field that is near to none of the known passes through: the service may have it since today', () => {
  const spec = { type: 'image_generation', mode: 'fast', watermark: false };
  expect(hostedTool(spec).spec).toEqual(spec);
});

const refused: [what: string, options: unknown, option: string, said: string][] = [
  ['no options', undefined, 'options', 'got undefined'],
  ['no type', {}, 'type', 'got undefined'],
  ['a computer', { type: 'computer' }, 'type', 'no screen'],
  ['an older computer', { type: 'computer_use_preview' }, 'type', 'no screen'],
  ['a shell', { type: 'shell', environment: { type: 'container_auto' } }, 'type', 'runs no commands'],
  ['a local shell', { type: 'local_shell' }, 'type', 'runs no commands'],
  ['patches', { type: 'apply_patch' }, 'type', 'no patches'],
  ['a function', { type: 'function', name: 'f' }, 'type', 'Define it by defineTool.'],
  ['a custom tool', { type: 'custom', name: 'f' }, 'type', 'Define it by defineTool.'],
  ['MCP that asks by default', { type: 'mcp', server_label: 'a' }, 'require_approval', "'never'"],
  ['MCP that asks', { type: 'mcp', server_label: 'a', require_approval: 'always' }, 'require_approval', '"always"'],
  [
    'MCP that asks for some',
    { type: 'mcp', server_label: 'a', require_approval: { never: {} } },
    'require_approval',
    '',
  ],
  ['MCP without a label', { type: 'mcp', require_approval: 'never' }, 'server_label', 'got undefined'],
  ['tool search by the client', { type: 'tool_search', execution: 'client' }, 'execution', '"client"'],
  ['file search in nothing', { type: 'file_search', vector_store_ids: [] }, 'vector_store_ids', 'got []'],
  ['code without a container', { type: 'code_interpreter' }, 'container', 'got undefined'],
  ['what JSON would lose', { type: 'web_search', at: new Date(0) }, 'at', 'class Date'],
  ['isolate that is no boolean', { type: 'web_search', isolate: 'yes' }, 'isolate', '"yes"'],
  ['isolated code', { type: 'code_interpreter', container: 'c', isolate: true }, 'isolate', 'web_search'],
  ['isolated MCP', { type: 'mcp', isolate: true }, 'isolate', 'Leave isolate out'],
  ['an isolated unknown type', { type: 'x_search', isolate: true }, 'isolate', 'a text alone can ask only'],
  ['an isolated tool of a bad name', { type: 'web_search', isolate: true, name: 'my search' }, 'name', '"my search"'],
  ['a misspelt isolate', { type: 'x_search', isolated: true }, 'isolated', 'did you mean "isolate"?'],
  [
    'a misspelt field',
    { type: 'web_search', serach_context_size: 'low' },
    'serach_context_size',
    '"search_context_size"',
  ],
  [
    'a misspelt option of an isolated tool',
    { type: 'web_search', isolate: true, desciption: 'x' },
    'desciption',
    'did you mean "description"?',
  ],
  ['an isolated tool of no model', { type: 'web_search', isolate: true, model: '' }, 'model', 'got ""'],
];
test.each(refused)('refuses %s', (_what, options, option, said) => {
  const error = refusal(() => define(options));
  expect(error.option).toBe(option);
  expect(error.message).toContain(said);
});

test('a value that JSON would lose is not printed: it may be a key', () => {
  const { message } = refusal(() => define({ type: 'mcp', headers: { authorization: () => 'sk-secret' } }));
  expect(message).toContain('headers.authorization');
  expect(message).not.toContain('sk-secret');
});

test('isolated, it is a function that takes a query and has two minutes', async () => {
  const tool = hostedTool({ type: 'web_search', isolate: true, model: 'gpt-small', search_context_size: 'low' });
  expect(tool).toMatchObject({
    kind: 'tool',
    name: 'web_search',
    asks: { spec: { type: 'web_search', search_context_size: 'low' }, model: 'gpt-small' },
    policy: { effect: 'read', timeoutMs: 120_000, deadlineMs: 120_000 },
  });
  expect(tool.jsonSchema).toMatchObject({ required: ['query'], properties: { query: { type: 'string' } } });
  expect(tool.execute).toBeUndefined();
  expect(await tool.parseArguments({ query: 'news' })).toEqual({ ok: true, args: { query: 'news' } });
  expect(await tool.parseArguments({ query: '' })).toMatchObject({ ok: false });
});

test('an isolated tool has a name of its own where it is given one', () => {
  const files = hostedTool({ type: 'file_search', isolate: true, vector_store_ids: ['vs_1'] });
  const news = hostedTool({ type: 'web_search_preview', isolate: true, name: 'news', description: 'Today.' });
  expect([files.name, news.name, news.description]).toEqual(['file_search', 'news', 'Today.']);
});

const f = defineTool({ name: 'f', description: 'd', parameters: z.object({}), execute: () => '' });
const agent = (type: 'chat' | 'responses', tools: Parameters<typeof defineAgent>[0]['tools']) =>
  defineAgent({ name: 'a', model: 'm', api: type, tools });

test('hosted tools are refused on Chat Completions, isolated ones are not', () => {
  const error = refusal(() => agent('chat', [f, hostedTool({ type: 'web_search' })]));
  expect(error.option).toBe('tools[1]');
  expect(error.message).toContain(`got "web_search". Set api: 'responses'`);
  const isolated = agent('chat', [f, hostedTool({ type: 'web_search', isolate: true })]);
  expect(isolated.tools.map(({ name }) => name)).toEqual(['f', 'web_search']);
});

test('tokens and headers of hosted tools are known as secrets', () => {
  const headers = { 'x-key': 'key-of-the-server' };
  const mcp = { type: 'mcp', server_label: 's', require_approval: 'never', authorization: 'token-1', headers } as const;
  expect(hostedSecrets([hostedTool(mcp), hostedTool({ type: 'web_search' })])).toEqual([
    'token-1',
    'key-of-the-server',
  ]);
});
