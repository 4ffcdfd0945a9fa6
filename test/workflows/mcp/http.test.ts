/** A real public MCP server over streamable HTTP: pictures, structured content, a restart between two turns, and its lack. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { temporal } from '@temporalio/proto';
import { mcpServer } from '../../../src/index.js';
import { calls, say } from '../../../src/testing.js';
import { toldIn } from '../../harness/echo-tools.js';
import { freePort, startEverything } from '../../harness/mcp-servers.js';
import { turnBench } from '../../harness/turn-bench.js';

test('tools over HTTP work, also after the server was killed and started again', async () => {
  const port = await freePort();
  let server = await startEverything(port);
  const bench = await turnBench({
    tools: [mcpServer({ name: 'all', url: server.url }, { prefix: '', effect: 'read' })],
    model: {
      script: [
        calls(
          { name: 'get-sum', arguments: { a: 2, b: 40 } },
          { name: 'get-tiny-image', arguments: {} },
          { name: 'trigger-long-running-operation', arguments: { duration: 1, steps: 2 } },
        ),
        say('done'),
        calls({ name: 'echo', arguments: { message: 'again' } }),
        say('done'),
      ],
    },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 3 } });
    const told = toldIn(bench.model, 2).map((message) => message.content);
    expect(told[0]).toContain('42');
    expect(JSON.stringify(bench.model.requests[1]!.body)).toContain('data:image/png;base64,');
    expect(told[2]).toContain('completed');
    await server.kill();
    server = await startEverything(port);
    const next = await bench.client.startTurn('tester', 'go');
    expect(await next.result()).toMatchObject({ outcome: 'completed', counts: { ok: 1 } });
    expect(toldIn(bench.model, 4)[0]!.content).toContain('again');
  } finally {
    await bench.close();
    await server.kill();
  }
});

test('a server that refuses the key costs its tools alone; the turn says so, and the key is nowhere', async () => {
  const sent: (string | undefined)[] = [];
  const refusing = createServer((request, response) => {
    sent.push(request.headers.authorization);
    response.writeHead(401).end(`who is ${request.headers.authorization}?`);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => refusing.once('listening', resolve));
  const { port } = refusing.address() as AddressInfo;
  process.env.TEST_MCP_AUTHORIZATION = 'Bearer canary-of-the-mcp-test';
  const headersEnv = { Authorization: 'TEST_MCP_AUTHORIZATION' };
  const bench = await turnBench({
    tools: [mcpServer({ name: 'locked', url: `http://127.0.0.1:${port}/mcp`, headersEnv })],
    model: { script: [say('alone')] },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    const result = await turn.result();
    expect(result).toMatchObject({ outcome: 'completed', output: 'alone' });
    expect(sent).toContain('Bearer canary-of-the-mcp-test');
    expect(result.repairs).toEqual([
      {
        kind: 'tools_left_out',
        detail: expect.stringMatching(/^MCP server "locked": can't be reached: HTTP 401: who is .*redacted/),
      },
    ]);
    const history = await bench.client.temporal.workflow.getHandle(turn.turnId).fetchHistory();
    const bytes = Buffer.from(temporal.api.history.v1.History.encode(history).finish()).toString('latin1');
    expect(bytes).toContain('who is ');
    expect(bytes).not.toContain('canary');
  } finally {
    await bench.close();
    refusing.close();
  }
});
