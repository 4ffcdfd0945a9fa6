/** SIGKILL of workers while a person is waited for, and as the answer comes: the approval stays, once, and the answer counts. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedServer, type EmbeddedServer } from '../../../src/server/embedded-server.js';
import { awaitedEvents } from '../../harness/awaited-event.js';
import { ask, faultBench, type FaultBench } from './fault-bench.js';

let bench: FaultBench;
afterEach(() => bench.close());

test('killed while an approval is pending: another worker takes the decision, and the call runs once', async () => {
  bench = await faultBench();
  const first = await bench.worker();
  const turn = await bench.start([[ask('call_a', 'asks'), ask('call_b', 'work')]]);
  const [asked] = await awaitedEvents(turn, 'approval-requested');
  await awaitedEvents(turn, 'call-finished');
  await first.kill();
  expect(await turn.approvals()).toMatchObject([{ approvalId: asked!.approvalId, callId: 'call_a' }]);
  const approving = turn.approve(asked!.approvalId, { by: 'ann' });
  const second = await bench.worker();
  await approving;
  expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 2 } });
  await bench.judged(turn);
  expect(bench.desk.of({ event: 'begin', callId: 'call_a' }).map((line) => line.pid)).toEqual([second.pid]);
  expect(await awaitedEvents(turn, 'approval-decided')).toMatchObject([{ by: 'ann', verdict: 'approve' }]);
}, 90_000);

test.each(['as it is sent', 'as it is accepted'])(
  'killed as the answer comes (%s): it holds, once, and the call runs',
  async (moment) => {
    bench = await faultBench();
    const first = await bench.worker();
    const turn = await bench.start([[ask('call_a', 'asks')]]);
    const [asked] = await awaitedEvents(turn, 'approval-requested');
    const accepted = bench.eventOf(turn, (event) => Boolean(event.workflowExecutionUpdateAcceptedEventAttributes));
    const args = { n: 7 };
    const approving = turn.approve(asked!.approvalId, { by: 'ann', ...(moment === 'as it is sent' ? {} : { args }) });
    if (moment === 'as it is accepted') await accepted;
    await first.kill();
    await bench.worker();
    await approving;
    expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 1 } });
    await bench.judged(turn);
    expect(await awaitedEvents(turn, 'approval-decided')).toMatchObject([{ by: 'ann', verdict: 'approve' }]);
  },
  90_000,
);

test('the server is killed while a person is asked: the answer given meanwhile arrives once it is back', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'everycall-'));
  const dbFile = join(folder, 'temporal.db');
  let server: EmbeddedServer = await startEmbeddedServer({ dbFile });
  bench = await faultBench({ address: server.address });
  try {
    await bench.worker();
    const turn = await bench.start([[ask('call_a', 'asks'), ask('call_b', 'asks', { n: 2 })]]);
    const asked = await awaitedEvents(turn, 'approval-requested', 2);
    process.kill(server.pid, 'SIGKILL');
    await server.killed;
    const answers = [turn.approve(asked[0]!.approvalId, { by: 'ann' }), turn.deny(asked[1]!.approvalId, 'no')];
    server = await startEmbeddedServer({ dbFile, port: Number(server.address.split(':')[1]) });
    await Promise.all(answers);
    expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 1, denied: 1 } });
    await bench.judged(turn);
    expect(await awaitedEvents(turn, 'approval-decided', 2)).toHaveLength(2);
  } finally {
    await bench.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}, 90_000);
