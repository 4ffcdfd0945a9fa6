/** `defineAgent` warns of hosted tools that block parallel calls: once an agent, never by the console, unless silenced. */
import { jest } from '@jest/globals';
import { z } from 'zod';
import { defineAgent, defineTool, hostedTool } from '../../src/index.js';
import { refusal } from './refusal.js';

const f = defineTool({ name: 'f', description: 'd', parameters: z.object({}), execute: () => '' });
const search = hostedTool({ type: 'web_search_preview' });
const define = (name: string, more: object = {}) =>
  defineAgent({ name, model: 'm', api: 'responses', tools: [f, search], ...more });

let warn: jest.SpiedFunction<typeof process.emitWarning>;
beforeEach(() => {
  warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
});
afterEach(() => warn.mockRestore());

test('warns once of an agent, with the reason, the fix and how to silence it', () => {
  define('warned');
  define('warned');
  expect(warn).toHaveBeenCalledTimes(1);
  const [text, options] = warn.mock.calls[0] as [string, object];
  expect(text).toMatch(/^agent "warned": with web_search_preview among .*1226942.* isolate: true/);
  expect(text).toContain(`silence: ['hosted_tool_blocks_parallel']`);
  expect(options).toEqual({ type: 'EverycallWarning', code: 'hosted_tool_blocks_parallel' });
});

test.each<[string, object]>([
  ['silenced', { silence: ['hosted_tool_blocks_parallel'] }],
  ['without parallel calls', { parallelToolCalls: false }],
  ['without functions', { tools: [search] }],
  ['isolated', { tools: [f, hostedTool({ type: 'web_search', isolate: true })] }],
])('is quiet when %s', (name, more) => {
  define(name.replaceAll(' ', '_'), more);
  expect(warn).not.toHaveBeenCalled();
});

test('a code that is none is refused', () => {
  const error = refusal(() => define('a', { silence: ['hosted'] }));
  expect(error.option).toBe('silence[0]');
  expect(error.message).toContain("'hosted_tool_blocks_parallel'");
});

test('an agent with hosted tools keeps them apart from its functions, and its digest knows them', () => {
  const silence = ['hosted_tool_blocks_parallel'];
  const agent = define('b', { silence });
  expect(agent.tools).toEqual([f]);
  expect(agent.hostedTools).toEqual([search]);
  expect(agent.policy.tools.map(({ name }) => name)).toEqual(['f']);
  const mcp = (more: object) =>
    define('b', { tools: [hostedTool({ type: 'mcp', server_label: 's', require_approval: 'never', ...more })] });
  expect(mcp({ server_url: 'https://a.test' }).policy.digest).not.toBe(mcp({}).policy.digest);
  expect(mcp({ authorization: 'one' }).policy.digest).toBe(mcp({}).policy.digest);
});
