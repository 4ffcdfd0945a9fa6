/** A person decides on the calls of an MCP server's tools, as on any other's. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mcpServer } from '../../../src/index.js';
import { calls, say } from '../../../src/testing.js';
import { ODD_SERVER } from '../../harness/mcp-servers.js';
import { turnBench } from '../../harness/turn-bench.js';

test('a call waits for a yes before the server gets it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'everycall-odd-'));
  const ledger = join(folder, 'ledger');
  const odd = mcpServer(
    { name: 'odd', command: process.execPath, args: [ODD_SERVER, ledger] },
    { allow: ['echo'], approval: 'always' },
  );
  const call = (n: number) => ({ name: 'odd_echo', arguments: { n } });
  const bench = await turnBench({ tools: [odd], model: { script: [calls(call(1), call(2)), say('done')] } });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    for await (const event of turn.events()) {
      if (event.type !== 'approval-requested') continue;
      if (event.arguments === '{"n":1}') await turn.approve(event.approvalId);
      else await turn.deny(event.approvalId, 'not that one');
    }
    expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 1, denied: 1 } });
    expect((await readFile(ledger, 'utf8')).match(/call echo/g)).toHaveLength(1);
  } finally {
    await bench.close();
    await rm(folder, { recursive: true });
  }
});
