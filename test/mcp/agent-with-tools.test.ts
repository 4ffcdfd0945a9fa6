/** An agent with what its servers listed: own tools first, names once, and a digest of it all. */
import { z } from 'zod';
import { defineAgent, defineTool, mcpServer } from '../../src/index.js';
import { agentWithTools } from '../../src/mcp/agent-with-tools.js';
import { readListed } from '../../src/mcp/read-listed.js';

const own = defineTool({ name: 'search', description: 'x', parameters: z.object({}), execute: () => '' });
const server = (name: string) => mcpServer({ name, command: 'x' }, { prefix: '' });
const agent = defineAgent({ name: 'a', model: 'm', tools: [own, server('one'), server('two')] });
const list = (name: string, tools: readonly string[], description = 'x') =>
  readListed(
    server(name),
    tools.map((tool) => ({ name: tool, description, inputSchema: { type: 'object' } })),
    () => () => undefined,
  );

test('tools are added once, the own ones first; what clashes is named by its server', () => {
  const { agent: made, clashes } = agentWithTools(agent, [
    list('one', ['search', 'b']),
    list('two', ['b', 'callModel', 'c']),
  ]);
  expect(made.tools.map(({ name }) => name)).toEqual(['search', 'b', 'c']);
  expect(made.policy.tools.map(({ mcp }) => mcp?.server)).toEqual([undefined, 'one', 'two']);
  expect(made.toolByName.get('search')).toBe(own);
  expect([...clashes]).toEqual([
    ['one', [{ tool: 'search', why: 'name' }]],
    ['two', [{ tool: 'b', why: 'name' }]],
  ]);
});

test('there is room for 128 tools in all, read_output among them', () => {
  const many = list(
    'one',
    Array.from({ length: 128 }, (_, i) => `t${i}`),
  );
  const { agent: made, clashes } = agentWithTools(agent, [many, list('two', [])]);
  expect(made.tools).toHaveLength(127);
  expect(clashes.get('one')).toEqual([
    { tool: 't126', why: 'room' },
    { tool: 't127', why: 'room' },
  ]);
});

test('the digest follows what was listed', () => {
  const digestOf = (...lists: ReturnType<typeof list>[]) => agentWithTools(agent, lists).agent.policy.digest;
  expect(digestOf(list('one', ['b']))).toBe(digestOf(list('one', ['b'])));
  const all = [
    digestOf(),
    digestOf(list('one', ['b'])),
    digestOf(list('one', ['b'], 'y')),
    digestOf(list('two', ['b'])),
  ];
  expect(new Set([...all, agent.policy.digest]).size).toBe(5);
});
