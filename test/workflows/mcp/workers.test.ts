/** MCP tools over several workers, each with a connection of its own: a turn stays on what it began with, and no secret is told. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mcpServer } from '../../../src/index.js';
import { calls, say } from '../../../src/testing.js';
import { toldIn } from '../../harness/echo-tools.js';
import { ODD_SERVER } from '../../harness/mcp-servers.js';
import { turnBench } from '../../harness/turn-bench.js';

const SECRET = 'canary-of-two-workers';

test('two workers serve one turn; what a server betrays is taken out; what is lost in the midst of a call is told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'everycall-odd-'));
  const ledger = join(folder, 'ledger');
  process.env.ODD_SECRET = SECRET;
  const odd = mcpServer(
    { name: 'odd', command: process.execPath, args: [ODD_SERVER, ledger], env: ['ODD_SECRET'] },
    { deny: ['slow'] },
  );
  const echo = (n: number) => ({ name: 'odd_echo', arguments: { n } });
  const bench = await turnBench({
    tools: [odd],
    model: {
      script: [
        calls(...[1, 2, 3, 4].map(echo)),
        calls(...[5, 6, 7, 8].map(echo)),
        calls({ name: 'odd_betray', arguments: {} }, { name: 'odd_slow', arguments: {} }),
        calls({ name: 'odd_die', arguments: {} }),
        say('done'),
      ],
    },
  });
  const first = bench.worker!;
  await bench.startWorker();
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    const result = await turn.result();
    expect(result).toMatchObject({ outcome: 'completed', counts: { ok: 8, error: 2, unknown_tool: 1 } });
    expect(result.agentChanged).toBeUndefined();
    expect(toldIn(bench.model, 4)[8]!.content).toBe('Error: my key is [redacted]');
    // It says nothing of running twice: it had one attempt.
    expect(toldIn(bench.model, 5)[10]!.content).toContain('which may have taken effect');
    const ledgered = (await readFile(ledger, 'utf8')).split('\n');
    expect(ledgered.filter((line) => line === 'call die')).toHaveLength(1);
    const asked = JSON.stringify(bench.model.requests.map(({ body }) => body));
    expect(asked).not.toContain(SECRET);
  } finally {
    await first.shutdown();
    await bench.close();
    await rm(folder, { recursive: true });
  }
});
