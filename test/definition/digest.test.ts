/** The digest of an agent changes when anything changes that a turn depends on, and only then. */
import { z } from 'zod';
import { defineAgent, defineTool, hostedTool } from '../../src/index.js';

const toolOptions = { name: 't', description: 'd', parameters: z.object({ a: z.string() }), execute: () => 'x' };
const base = { name: 'shop', model: 'm', instructions: 'Be brief.', tools: [defineTool(toolOptions)] };
const digestOf = (change: object = {}): string => defineAgent({ ...base, ...change }).policy.digest;
const withTool = (change: object): string => digestOf({ tools: [defineTool({ ...toolOptions, ...change })] });

test('is the same for the same definition, however it is put together', () => {
  expect(digestOf()).toMatch(/^[0-9a-f]{20}$/);
  const again = { tools: [defineTool({ ...toolOptions })], instructions: 'Be brief.', model: 'm', name: 'shop' };
  expect(defineAgent(again).policy.digest).toBe(digestOf());
  const sorted = (properties: object) => withTool({ parameters: { type: 'object', properties } });
  expect(sorted({ a: {}, b: {} })).toBe(sorted({ b: {}, a: {} }));
});

test.each<[string, object]>([
  ['the name', { name: 'store' }],
  ['the model', { model: 'n' }],
  ['the service', { provider: { baseURL: 'https://x.example/v1' } }],
  ['the instructions', { instructions: 'Be verbose.' }],
  ['the instructions, from text to function', { instructions: () => 'Be brief.' }],
  ['a setting', { settings: { temperature: 0 } }],
  ['parallelToolCalls', { parallelToolCalls: false }],
  ['a limit', { limits: { steps: 9 } }],
  ['maxParallel', { maxParallel: 9 }],
  ['the hook', { describeError: () => 'x' }],
  ['the list of tools', { tools: [] }],
])('changes with %s', (_what, change) => {
  expect(digestOf(change)).not.toBe(digestOf());
});

test.each<[string, object]>([
  ['name', { name: 'u' }],
  ['description', { description: 'e' }],
  ['schema', { parameters: z.object({ b: z.string() }) }],
  ['policy', { timeout: '5s' }],
  ['code', { execute: () => 'y' }],
  ['output bounds', { output: { maxChars: 10 } }],
])("changes with a tool's %s", (_what, change) => {
  expect(withTool(change)).not.toBe(digestOf());
});

test('changes with what an isolated tool asks', () => {
  const search = (search_context_size: string) =>
    digestOf({ tools: [hostedTool({ type: 'web_search', isolate: true, search_context_size })] });
  expect(search('low')).not.toBe(search('high'));
});

test('does not change with headers, which may hold keys', () => {
  expect(digestOf({ provider: { headers: { authorization: 'one' } } })).toBe(digestOf());
});
