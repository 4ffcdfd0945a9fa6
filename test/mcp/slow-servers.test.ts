/** Servers that are slow: no turn waits long, none is started over and over, and none is ended in the midst of a call. */
import { unwatchFile, watchFile } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineAgent, mcpServer, type Agent, type McpServer } from '../../src/index.js';
import { McpTools } from '../../src/mcp/mcp-tools.js';
import { loadMcpSdk } from '../../src/mcp/sdk.js';
import { ODD_SERVER } from '../harness/mcp-servers.js';
import { runTool } from '../harness/run-mcp-tool.js';

const signal = new AbortController().signal;
const NAMES = ['odd_echo', 'odd_die', 'odd_slow', 'odd_betray'];
let folder: string;
let ledger: string;
let tools: McpTools;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'everycall-slow-'));
  ledger = join(folder, 'ledger');
  tools = new McpTools({ sdk: await loadMcpSdk('odd'), version: '0', warn: () => undefined, answerMs: 1_500 });
});
afterEach(async () => {
  await tools.close();
  await rm(folder, { recursive: true });
});

const odd = (...traits: string[]): McpServer =>
  mcpServer({ name: 'odd', command: process.execPath, args: [ODD_SERVER, ledger, ...traits] });
const agentOf = (...servers: McpServer[]): Agent => defineAgent({ name: 'a', model: 'm', tools: servers });
const notes = async () => (await readFile(ledger, 'utf8')).trim().split('\n');
/** Resolves once the server has noted this. */
const noted = (line: string) =>
  new Promise<void>((resolve) => {
    const look = async () => {
      if (!(await notes()).includes(line)) return;
      unwatchFile(ledger);
      resolve();
    };
    watchFile(ledger, { interval: 20 }, () => void look());
    void look();
  });
const starts = async () => (await notes()).filter((line) => line === 'start').length;
const load = async (agent: Agent) => {
  const loaded = await tools.load(agent, undefined, signal);
  return [loaded.agent.tools.map(({ name }) => name), loaded.leftOut.map(({ detail }) => detail)];
};
/** Runs a tool whether or not it was listed. */
const call = (agent: Agent, tool: string, abort = signal) => {
  const found = tools.find(agent, `odd_${tool}`, { server: 'odd', tool, effect: 'read' })!;
  return runTool({ ...agent, toolByName: new Map([[found.name, found]]) }, found.name, {}, abort);
};

test('a turn goes on without a server that is slow to start; a later one has it, and it was started once', async () => {
  const agent = agentOf(odd('late'));
  expect(await load(agent)).toEqual([
    [],
    ['MCP server "odd": it did not answer within 1.5 s; its tools are not offered'],
  ]);
  await writeFile(`${ledger}.go`, '');
  // A call waits for as long as it may take by itself.
  expect(await call(agent, 'echo')).toContain('args');
  expect(await load(agent)).toEqual([NAMES, []]);
  expect(await starts()).toBe(1);
});

test('a server that does one thing after the other is not ended in the midst of a call; its last list holds', async () => {
  const agent = agentOf(odd('serial'));
  expect(await load(agent)).toEqual([NAMES, []]);
  const cancel = new AbortController();
  const slow = expect(call(agent, 'slow', cancel.signal)).rejects.toBeDefined();
  await noted('call slow');
  expect(await load(agent)).toEqual([NAMES, []]);
  cancel.abort(new Error('enough'));
  await slow;
  expect(await call(agent, 'echo')).toContain('args');
  // The lists were over when their time was: the server hears of no cancel but these two.
  expect((await notes()).filter((line) => line === 'cancelled')).toHaveLength(2);
  expect(await starts()).toBe(1);
});

test('a server that hangs, with no call under way, is started again', async () => {
  const agent = agentOf(odd('tired'));
  expect(await load(agent)).toEqual([NAMES, []]);
  expect((await load(agent))[0]).toEqual([]);
  expect(await call(agent, 'echo')).toContain('args');
  expect(await starts()).toBe(2);
});

test('a worker that stops waits for no server that is still starting', async () => {
  const agent = agentOf(odd('late'));
  await load(agent);
  await tools.close();
  await expect(call(agent, 'echo')).rejects.toThrow('the worker is shutting down');
});

test('an answer over stdio that is too long is refused for good, and the server is started again', async () => {
  const agent = agentOf(odd('flood'));
  await expect(call(agent, 'echo')).rejects.toThrow(
    expect.objectContaining({
      name: 'ToolError',
      retryable: false,
      message: 'MCP server "odd": the tool ran: its answer has more than 10485760 bytes',
    }),
  );
  expect(await load(agent)).toEqual([NAMES, []]);
});

test('agents that name the same server share it, whatever they choose of its tools', async () => {
  const { command, args } = odd().address as { command: string; args: readonly string[] };
  const few = mcpServer({ name: 'odd', command, args }, { allow: ['echo'], prefix: '' });
  expect(await load(agentOf(odd()))).toEqual([NAMES, []]);
  expect(await load(agentOf(few))).toEqual([['echo'], []]);
  expect(await starts()).toBe(1);
});
