/** Agents that lead to each other: what a worker refuses to serve, and a handoff to one whose tools a server lists. */
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NativeConnection } from '@temporalio/worker';
import { agentTool, defineAgent, handoff, mcpServer, type Agent } from '../../../src/index.js';
import { startWorker } from '../../../src/worker.js';
import { call, say, type ChatRequest } from '../../../src/testing.js';
import { agentsBench, named } from '../../harness/agents-bench.js';
import { FILESYSTEM_SERVER } from '../../harness/mcp-servers.js';
import { testAddress } from '../../harness/turn-bench.js';

const prices = { 'gpt-test': { input: 1, output: 1 } };
const free = defineAgent(named('free'));
const asks = (agent: Agent | string, limits?: { cost: number }) =>
  agentTool(agent, { description: 'asks', ...(limits && { limits }) });

test.each<[string, Agent[], string]>([
  ['two agents of one name', [free, defineAgent(named('free'))], 'a name that no agent before it has'],
  [
    'another agent of a served name',
    [free, defineAgent({ ...named('boss'), tools: [handoff(defineAgent(named('free')))] })],
    'the agent that is served under this name, not another one',
  ],
  [
    'a name that nobody has',
    [defineAgent({ ...named('boss'), tools: [asks('nobody')] })],
    'the name of an agent that is served',
  ],
  [
    'a limit of cost over an agent without prices',
    [defineAgent({ ...named('boss'), prices, limits: { cost: 1 }, tools: [handoff(free)] })],
    'limits.cost of agent "boss", which leads to it',
  ],
  [
    "a tool's limit of cost over an agent without prices",
    [defineAgent({ ...named('boss'), tools: [asks(free, { cost: 1 })] })],
    'limits.cost of tool "free" of agent "boss"',
  ],
])('a worker does not start with %s', async (_what, agents, told) => {
  const connection = await NativeConnection.connect({ address: testAddress() });
  try {
    const started = startWorker({ agents, connection, taskQueue: 'never' });
    await expect(started).rejects.toMatchObject({
      name: 'DefinitionError',
      message: expect.stringContaining(told) as string,
    });
  } finally {
    await connection.close();
  }
});

test('agents in a circle are served; a turn that is handed on gets the tools that a server lists', async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'everycall-handoff-')));
  await writeFile(join(folder, 'plan.txt'), 'Ship it.');
  const files = mcpServer({ name: 'files', command: process.execPath, args: [FILESYSTEM_SERVER, folder] });
  const clerk = defineAgent({ ...named('clerk'), tools: [files, handoff('desk'), asks('desk')] });
  const desk = defineAgent({ ...named('desk'), tools: [handoff(clerk)] });
  const bench = await agentsBench([desk], {
    desk: (told) => (told.length === 0 ? call('transfer_to_clerk', {}) : say(`read: ${told.at(-1)}`)),
    clerk: (told) =>
      told.length === 1
        ? call('files_read_text_file', { path: join(folder, 'plan.txt') })
        : call('transfer_to_desk', {}),
  });
  try {
    const turn = await bench.client.startTurn('desk', 'go');
    const result = await turn.result();
    expect(result).toMatchObject({ outcome: 'completed', agent: 'desk', counts: { ok: 3 } });
    const told = (await turn.calls()).map(({ name, output }) => [name, output]);
    expect(told[1]).toEqual(['files_read_text_file', 'Ship it.']);
    const offered = bench.model.requests.map(({ body }) =>
      (body as ChatRequest).tools?.map((tool) => tool.function?.name),
    );
    expect(offered[0]).toEqual(['transfer_to_clerk']);
    expect(offered[1]).toEqual(expect.arrayContaining(['files_read_text_file', 'transfer_to_desk', 'desk']));
    expect(offered[3]).toEqual(['transfer_to_clerk']);
  } finally {
    await bench.close();
    await rm(folder, { recursive: true });
  }
}, 60_000);
