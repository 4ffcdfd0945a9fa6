/** Approvals of tools that run in another worker: it gets the arguments that a person said yes to, with their own key. */
import { randomUUID } from 'node:crypto';
import { defaultPayloadConverter } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import { z } from 'zod';
import { remoteTool } from '../../../src/index.js';
import { calls, say } from '../../../src/testing.js';
import { awaitedEvents, thrownBy } from '../../harness/awaited-event.js';
import { testAddress, turnBench } from '../../harness/turn-bench.js';

test('edited, denied and approved calls of a remote tool', async () => {
  const taskQueue = `foreign-${randomUUID()}`;
  const got: unknown[] = [];
  const keys: unknown[] = [];
  const connection = await NativeConnection.connect({ address: testAddress() });
  const foreign = await Worker.create({
    connection,
    taskQueue,
    activities: { pay: (args: unknown) => Promise.resolve(got.push(args)) },
    interceptors: {
      activity: [
        () => ({
          inbound: {
            execute(input, next) {
              keys.push(defaultPayloadConverter.fromPayload(input.headers['everycall-idempotency-key']!));
              return next(input);
            },
          },
        }),
      ],
    },
  });
  const running = foreign.run();
  const pay = remoteTool({
    name: 'pay',
    description: 'Pays.',
    parameters: z.object({ amount: z.number().max(100), currency: z.string().default('EUR') }),
    taskQueue,
    approval: ({ amount, currency }) => amount > 10 || currency !== 'EUR',
  });
  const asking = [5, 20, 30, 40].map((amount) => ({ id: `call_${amount}`, name: 'pay', arguments: { amount } }));
  const bench = await turnBench({ tools: [pay], model: { script: [calls(...asking), say('done')] } });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    const [of20, of30, of40] = await awaitedEvents(turn, 'approval-requested', 3);
    expect(await thrownBy(turn.approve(of20!.approvalId, { args: { amount: 101 } }))).toMatchObject({
      code: 'approval_arguments',
    });
    await turn.approve(of20!.approvalId, { args: { amount: 21 } });
    await turn.deny(of30!.approvalId, 'no');
    await turn.approve(of40!.approvalId);
    expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 3, denied: 1 } });
    const amount = (args: unknown) => (args as { amount: number }).amount;
    expect(got.toSorted((a, b) => amount(a) - amount(b))).toEqual(
      [5, 21, 40].map((each) => ({ amount: each, currency: 'EUR' })),
    );
    expect(new Set(keys).size).toBe(3);
  } finally {
    await bench.close();
    foreign.shutdown();
    await running;
    await connection.close();
  }
}, 60_000);
