/** kill -9 of the Temporal server in the middle of a fan-out, and a restart on its database file. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedServer, type EmbeddedServer } from '../../../src/server/embedded-server.js';
import { ask, faultBench } from './fault-bench.js';

test('all results are there, one each, whether calls ended before, during or after the outage', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'everycall-'));
  const dbFile = join(folder, 'temporal.db');
  let server: EmbeddedServer = await startEmbeddedServer({ dbFile });
  const bench = await faultBench({ address: server.address });
  try {
    await bench.worker();
    for (const callId of ['call_b', 'call_c', 'call_d', 'call_e']) bench.desk.hold({ callId });
    const turn = await bench.start([
      [
        ask('call_a', 'work'),
        ask('call_b', 'work', { n: 2 }),
        ask('call_c', 'once', { n: 3 }),
        ask('call_d', 'work', { n: 4 }),
        ask('call_e', 'once', { n: 5 }),
      ],
      [ask('call_f', 'work', { n: 6 })],
    ]);
    await Promise.all(['call_b', 'call_c', 'call_d', 'call_e'].map((callId) => bench.desk.begun(callId)));
    process.kill(server.pid, 'SIGKILL');
    await server.killed;
    bench.desk.letGo({ callId: 'call_b' });
    bench.desk.letGo({ callId: 'call_c' });
    await Promise.all(['call_b', 'call_c'].map((callId) => bench.desk.line({ event: 'end', callId })));
    server = await startEmbeddedServer({ dbFile, port: Number(server.address.split(':')[1]) });
    bench.desk.letGo();
    const result = await turn.result();
    expect(result).toMatchObject({ outcome: 'completed', steps: 3 });
    const view = await bench.judged(turn);
    expect(view.calls).toHaveLength(6);
    // What may run again has its result in any case; what must not may have lost it with the server.
    for (const call of view.calls) {
      expect(['ok', ...(call.name === 'once' ? ['interrupted'] : [])]).toContain(call.outcome);
    }
  } finally {
    await bench.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}, 90_000);
