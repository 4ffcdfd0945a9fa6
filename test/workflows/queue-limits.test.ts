/** Limits across a cluster: a task queue's slots and rate bound a tool over all turns and workers, and none times out in the line. */
import { NativeConnection, Worker } from '@temporalio/worker';
import { z } from 'zod';
import { remoteTool } from '../../src/index.js';
import { calls, say } from '../../src/testing.js';
import { testAddress, turnBench } from '../harness/turn-bench.js';

const TURNS = 2;
const CALLS = 100;
const WORKERS = 2;
const SLOTS = 3;
const PER_SECOND = 50;

test('two workers and 200 calls: never more at once than the slots, nor faster than the rate, and all are ok', async () => {
  const taskQueue = `limited-${Date.now()}`;
  const limited = remoteTool({
    name: 'limited',
    description: 'Asks a service that takes few requests.',
    parameters: z.object({ n: z.number() }),
    taskQueue,
    // Far less than the last calls wait for their turn: waiting counts for nothing but maxWait.
    timeout: '1s',
    deadline: '1s',
    maxParallel: CALLS,
  });
  const startedAt: number[] = [];
  let running = 0;
  let most = 0;
  const activities = {
    async limited({ n }: { n: number }) {
      startedAt.push(performance.now());
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return n;
    },
  };
  // In one process each needs a connection of its own; in a cluster they are processes.
  const connections = await Promise.all(
    Array.from({ length: WORKERS }, () => NativeConnection.connect({ address: testAddress() })),
  );
  const workers = await Promise.all(
    connections.map((connection) =>
      Worker.create({
        connection,
        taskQueue,
        activities,
        maxConcurrentActivityTaskExecutions: SLOTS,
        maxTaskQueueActivitiesPerSecond: PER_SECOND,
      }),
    ),
  );
  const ran = Promise.all(workers.map((worker) => worker.run()));
  const asked = Array.from({ length: CALLS }, (_, n) => ({ name: 'limited', arguments: { n } }));
  const bench = await turnBench({
    tools: [limited],
    agent: { maxParallel: CALLS, limits: { toolCalls: CALLS } },
    model: { script: (_request, { conversation: { step } }) => (step > 1 ? say('done') : calls(...asked)) },
  });
  try {
    const turns = await Promise.all(Array.from({ length: TURNS }, () => bench.client.startTurn('tester', 'go')));
    for (const turn of turns) {
      expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: CALLS } });
    }
    expect(startedAt).toHaveLength(TURNS * CALLS);
    expect(most).toBeLessThanOrEqual(WORKERS * SLOTS);
    // The server lets a second's worth through at once; the others come at the rate at most, on a slow machine later.
    const times = startedAt.sort((a, b) => a - b);
    const tookMs = times.at(-1)! - times[0]!;
    expect(tookMs).toBeGreaterThan(((TURNS * CALLS - PER_SECOND) / PER_SECOND) * 1_000 * 0.7);
  } finally {
    for (const worker of workers) worker.shutdown();
    await ran;
    await Promise.all(connections.map((connection) => connection.close()));
    await bench.close();
  }
});
