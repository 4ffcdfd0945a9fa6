/** `mcpServer`: what it takes, and every mistake that it refuses without printing what may be a secret. */
import { z } from 'zod';
import { defineAgent, defineTool, mcpServer } from '../../src/index.js';
import { refusal } from './refusal.js';

const define = mcpServer as unknown as (address: unknown, options?: unknown) => unknown;
const good = { name: 'files', command: 'npx' };

test('a command or a url is enough', () => {
  expect(mcpServer({ name: 'files', command: 'npx', args: ['-y', 'x'], env: ['TOKEN'] })).toMatchObject({
    kind: 'mcp',
    name: 'files',
    prefix: 'files_',
  });
  const headersEnv = { Authorization: 'DOCS_AUTH' };
  expect(mcpServer({ name: 'docs', url: 'https://docs.example/mcp?project=1', headersEnv })).toMatchObject({
    address: { headersEnv },
  });
});

test.each([
  [{ name: 'a b', command: 'x' }, 'name'],
  [{ name: 'a' }, 'command'],
  [{ name: 'a', command: 'x', url: 'https://x' }, 'command'],
  [{ name: 'a', command: 'x', headersEnv: {} }, 'headersEnv'],
  [{ ...good, args: 'SECRET' }, 'args'],
  [{ ...good, args: ['SECRET\0'] }, 'args'],
  [{ ...good, env: { TOKEN: 'SECRET' } }, 'env'],
  [{ ...good, env: ['SECRET-value'] }, 'env[0]'],
  [{ ...good, cwd: '' }, 'cwd'],
  [{ name: 'a', url: 'ftp://SECRET' }, 'url'],
  [{ name: 'a', url: 'https://me:SECRET@x' }, 'url'],
  [{ name: 'a', url: 'https://x', headersEnv: { Authorization: 'Bearer SECRET' } }, 'headersEnv.Authorization'],
  [{ name: 'a', url: 'https://x', headersEnv: new Map() }, 'headersEnv'],
])('refuses the address %j', (address, option) => {
  const error = refusal(() => define(address));
  expect(error.option).toBe(option);
  expect(error.message).not.toContain('SECRET');
});

test.each([
  [{ allow: 'read' }, 'allow'],
  [{ deny: [''] }, 'deny[0]'],
  [{ prefix: 'a b' }, 'prefix'],
  [{ effect: 'twice' }, 'effect'],
  [{ timeout: 'banana' }, 'timeout'],
  [{ output: { maxChars: 0 } }, 'output.maxChars'],
  [{ effect: 'once', retry: {} }, 'retry'],
  [{ taskQueue: 'q' }, 'taskQueue'],
  [{ approval: 'always', approvalDeadline: 0 }, 'approvalDeadline'],
  [{ description: 'x' }, 'description'],
])('refuses the options %j in the name of the server', (options, option) => {
  const error = refusal(() => define(good, options));
  expect(error.option).toBe(option);
  expect(error.message).toMatch(/^MCP server "files": /);
});

test('an agent takes servers beside tools, each name once; its own tools stay what they are', () => {
  const tool = defineTool({ name: 't', description: 'x', parameters: z.object({}), execute: () => '' });
  const agent = defineAgent({ name: 'a', model: 'm', tools: [tool, mcpServer(good)], toolChoice: 'required' });
  expect(agent.tools).toEqual([tool]);
  expect(agent.mcpServers.map(({ name }) => name)).toEqual(['files']);
  expect(refusal(() => defineAgent({ name: 'a', model: 'm', tools: [mcpServer(good), mcpServer(good)] })).option).toBe(
    'tools[1].name',
  );
  const other = mcpServer(good, { allow: ['read'] });
  const digests = [[tool], [tool, mcpServer(good)], [tool, other]].map(
    (tools) => defineAgent({ name: 'a', model: 'm', tools }).policy.digest,
  );
  expect(new Set(digests).size).toBe(3);
});
