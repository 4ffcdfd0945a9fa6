/** MCP servers that misbehave: each costs its own tools alone, for a bounded time, and is told in one line. */
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineAgent, mcpServer, type Agent, type McpServer } from '../../src/index.js';
import { McpTools } from '../../src/mcp/mcp-tools.js';
import { loadMcpSdk } from '../../src/mcp/sdk.js';
import { runTool } from '../harness/run-mcp-tool.js';

const ODD = fileURLToPath(new URL('../harness/odd-mcp-server.mjs', import.meta.url));
const signal = new AbortController().signal;
let folder: string;
let ledger: string;
let tools: McpTools;
let warned: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'everycall-odd-'));
  ledger = join(folder, 'ledger');
  warned = [];
  tools = new McpTools({ sdk: await loadMcpSdk('odd'), version: '0', warn: (line) => warned.push(line) });
});
afterEach(async () => {
  await tools.close();
  await rm(folder, { recursive: true });
});

const odd = (...traits: string[]): McpServer =>
  mcpServer({ name: 'odd', command: process.execPath, args: [ODD, ledger, ...traits], env: ['ODD_SECRET'] });
const agentOf = (...servers: McpServer[]): Agent => defineAgent({ name: 'a', model: 'm', tools: servers });
const notes = async () => (await readFile(ledger, 'utf8')).trim().split('\n');
const NAMES = ['odd_echo', 'odd_die', 'odd_slow', 'odd_betray'];
process.env.ODD_SECRET = 'hunter2-hunter2';

test('one connection serves many calls; the server may read the key of each', async () => {
  const { agent, leftOut } = await tools.load(agentOf(odd()), undefined, signal);
  expect([agent.tools.map(({ name }) => name), leftOut]).toEqual([NAMES, []]);
  const echoes = await Promise.all([1, 2, 3].map((n) => runTool(agent, 'odd_echo', { n })));
  expect(echoes.map((echo) => JSON.parse(String(echo)) as unknown)).toMatchObject(
    [1, 2, 3].map((n) => ({ args: { n }, meta: { 'everycall/idempotencyKey': 'key', 'everycall/callId': 'c' } })),
  );
  await tools.close();
  // Nor does it hear of cancels of what it has answered, when all ends.
  expect(await notes()).toEqual(['start', 'call echo', 'call echo', 'call echo']);
});

test('fifty large calls at once are answered each by its own', async () => {
  const { agent } = await tools.load(agentOf(odd()), undefined, signal);
  const pad = 'x'.repeat(100_000);
  const echoes = await Promise.all(Array.from({ length: 50 }, (_, n) => runTool(agent, 'odd_echo', { n, pad })));
  expect(echoes.map((echo) => (JSON.parse(String(echo)) as { args: { n: number } }).args.n)).toEqual(
    Array.from({ length: 50 }, (_, n) => n),
  );
});

test('a server that prints garbage to stdout works, and is told of in one line', async () => {
  const { agent } = await tools.load(agentOf(odd('garbage')), undefined, signal);
  expect(await runTool(agent, 'odd_echo')).toContain('args');
  // Not a word of it: servers print keys, too.
  expect(warned).toEqual(['MCP server "odd": what it sends is no message of MCP']);
});

test('a server that ends in the midst of a call fails that call, and is started again for the next', async () => {
  const { agent } = await tools.load(agentOf(odd()), undefined, signal);
  await expect(runTool(agent, 'odd_die')).rejects.toThrow(
    'MCP server "odd": failed in the midst of the call, which may have taken effect: Connection closed',
  );
  expect(await runTool(agent, 'odd_echo')).toContain('args');
  expect(await notes()).toEqual(['start', 'call die', 'start', 'call echo']);
});

test('a server that does not start costs its own tools; another turn asks again after a pause', async () => {
  const gone = mcpServer({ name: 'gone', command: join(folder, 'nowhere') });
  const { agent, leftOut } = await tools.load(agentOf(gone, odd('dumb')), undefined, signal);
  expect(agent.tools).toEqual([]);
  expect(leftOut.map(({ kind }) => kind)).toEqual(['tools_left_out', 'tools_left_out']);
  expect(leftOut[0]!.detail).toMatch(
    /^MCP server "gone": can't be reached: Connection closed; it last wrote: spawn .* ENOENT; its tools are not offered$/,
  );
  expect(leftOut[1]!.detail).toMatch(
    /can't be reached: Connection closed; it last wrote: no folder given, \[redacted\];/,
  );
  await tools.load(agentOf(odd('dumb')), undefined, signal);
  expect(new Set(warned).size).toBe(warned.length);
  expect(warned).toHaveLength(2);
  // Agents share the server: all but the first turn fell into its pause.
  expect(await notes()).toEqual(['start']);
});

test('a command line in the place of a program is told how to be given', async () => {
  const line = mcpServer({ name: 'line', command: 'npx -y a-server' });
  const { leftOut } = await tools.load(agentOf(line), undefined, signal);
  expect(leftOut[0]!.detail).toContain(
    'npx -y a-server ENOENT. A command is one program: give what follows it in args',
  );
});

test('a thousand tools and one that can not be sent are a line each; the turn has the others', async () => {
  const { agent, leftOut } = await tools.load(agentOf(odd('many', 'odd')), undefined, signal);
  expect(agent.tools).toHaveLength(127);
  expect(leftOut.map(({ detail }) => detail)).toEqual([
    expect.stringMatching(/^MCP server "odd": tool list: parameters: expected a schema of type 'object'/),
    expect.stringMatching(/^MCP server "odd": it lists 1005 tools, of which 87\d are left out/),
  ]);
});

test('a missing variable is named; its value never is, whoever says it', async () => {
  const needy = mcpServer({ name: 'needy', command: process.execPath, args: [ODD, ledger], env: ['ODD_MISSING'] });
  const { leftOut } = await tools.load(agentOf(needy), undefined, signal);
  expect(leftOut[0]!.detail).toContain('the environment variable ODD_MISSING is not set where the worker runs');
});

test('a turn stays on the tools that it began with; the next one sees those that were added', async () => {
  const served = agentOf(odd());
  const first = await tools.load(served, undefined, signal);
  await appendFile(`${ledger}.tools`, 'fresh\n');
  const later = await tools.load(served, first.agent.policy.digest, signal);
  expect(later.agent).toBe(first.agent);
  const next = await tools.load(served, undefined, signal);
  expect(next.agent.tools.map(({ name }) => name)).toEqual([...NAMES, 'odd_fresh']);
  expect(next.agent.policy.digest).not.toBe(first.agent.policy.digest);
});

test('a tool that is gone from the server is refused in its own words, and not tried again', async () => {
  const found = tools.find(agentOf(odd()), 'odd_gone', { server: 'odd', tool: 'gone', effect: 'read' })!;
  const one = { ...agentOf(odd()), toolByName: new Map([['odd_gone', found]]) };
  await expect(runTool(one, 'odd_gone')).rejects.toThrow(
    expect.objectContaining({ name: 'ToolError', message: 'MCP server "odd": Tool gone not found', retryable: false }),
  );
});

test('a cancel reaches the server', async () => {
  const { agent } = await tools.load(agentOf(odd()), undefined, signal);
  const cancel = new AbortController();
  const slow = runTool(agent, 'odd_slow', {}, cancel.signal);
  const failed = expect(slow).rejects.toBeDefined();
  await runTool(agent, 'odd_echo');
  cancel.abort(new Error('enough'));
  await failed;
  // The server answers in order: it read the cancel before this.
  await runTool(agent, 'odd_echo');
  expect((await notes()).slice(-4)).toEqual(['call slow', 'call echo', 'cancelled', 'call echo']);
});
