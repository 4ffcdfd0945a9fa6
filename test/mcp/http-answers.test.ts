/** Answers over HTTP: bounded in bytes, never waited for when they can't come, and no fault of one call costs another. */
import { defineAgent, mcpServer } from '../../src/index.js';
import { McpTools } from '../../src/mcp/mcp-tools.js';
import { loadMcpSdk } from '../../src/mcp/sdk.js';
import { oddHttpServer, type OddHttpServer } from '../harness/odd-http-server.js';
import { runTool } from '../harness/run-mcp-tool.js';

const signal = new AbortController().signal;
let server: OddHttpServer;
let tools: McpTools;
let warned: string[];

beforeEach(async () => {
  server = await oddHttpServer();
  warned = [];
  tools = new McpTools({ sdk: await loadMcpSdk('odd'), version: '0', warn: (line) => warned.push(line) });
});
afterEach(async () => {
  await tools.close();
  await server.close();
});

const loaded = async () => {
  const odd = mcpServer({ name: 'odd', url: server.url, headersEnv: { Authorization: 'ODD_AUTHORIZATION' } });
  return (await tools.load(defineAgent({ name: 'a', model: 'm', tools: [odd] }), undefined, signal)).agent;
};
process.env.ODD_AUTHORIZATION = 'Bearer canary-of-the-odd-server';

test.each(['cut', 'broken'])(
  'a stream that is %s before its message ends the call, not the tool‘s whole time',
  async (how) => {
    await expect(runTool(await loaded(), `odd_${how}`)).rejects.toThrow(
      'MCP server "odd": failed in the midst of the call, which may have taken effect: its answer ended too early',
    );
  },
);

test.each(['flood', 'flood_json'])(
  '%s: an answer over 10 MiB is refused for good, and its siblings live',
  async (how) => {
    const agent = await loaded();
    const waits = runTool(agent, 'odd_wait');
    await server.hear('tools/call wait');
    await expect(runTool(agent, `odd_${how}`)).rejects.toThrow(
      expect.objectContaining({
        name: 'ToolError',
        retryable: false,
        message: 'MCP server "odd": the tool ran: its answer has more than 10485760 bytes',
      }),
    );
    server.release();
    expect(await waits).toBe('waited');
    expect(server.heard.filter((what) => what === 'initialize')).toHaveLength(1);
  },
);

test('a call that the server refuses is tried on a new session, and costs its siblings nothing', async () => {
  const agent = await loaded();
  const waits = runTool(agent, 'odd_wait');
  await server.hear('tools/call wait');
  await expect(runTool(agent, 'odd_refused')).rejects.toThrow('Bad Request');
  expect(server.heard.filter((what) => what === 'initialize')).toHaveLength(2);
  server.release();
  expect(await waits).toBe('waited');
});

test('a call that was cancelled is not told of its answer later', async () => {
  const agent = await loaded();
  const cancel = new AbortController();
  const waits = expect(runTool(agent, 'odd_wait', {}, cancel.signal)).rejects.toBeDefined();
  await server.hear('tools/call wait');
  cancel.abort(new Error('enough'));
  await waits;
  await server.hear('notifications/cancelled');
  expect(await runTool(agent, 'odd_fine')).toBe('fine');
  expect(warned).toEqual([]);
});

test('a server is asked for no more than the calls need, and its session is ended there, too', async () => {
  expect(await runTool(await loaded(), 'odd_fine')).toBe('fine');
  await tools.close();
  expect(server.heard).toEqual(['initialize', 'notifications/initialized', 'tools/list', 'tools/call fine', 'DELETE']);
});

test('what a server says of its errors holds no secret, nor half of one where the words are cut', async () => {
  const agent = await loaded();
  const text = `${'x'.repeat(19_990)} ${process.env.ODD_AUTHORIZATION}`;
  const failed = runTool(agent, 'odd_secret', { text });
  await expect(failed).rejects.toThrow('xxx');
  await expect(failed).rejects.not.toThrow('canary');
});
