/** A structured answer: read by the agent's schema, typed for the caller, and refused when it doesn't fit. */
import { z } from 'zod';
import { NativeConnection } from '@temporalio/worker';
import { defineAgent } from '../../src/index.js';
import { say } from '../../src/testing.js';
import { startWorker } from '../../src/worker.js';
import { turnBench } from '../harness/turn-bench.js';

test('output is the schema’s value, and an answer that does not fit fails with the text', async () => {
  const bench = await turnBench({ model: { script: [say('{"total":"12"}'), say('twelve')] } });
  const shop = defineAgent({
    name: 'shop',
    model: 'gpt-test',
    provider: { ...bench.agent.provider },
    output: z.object({ total: z.coerce.number<string>() }),
  });
  const connection = await NativeConnection.connect({ address: bench.address });
  await bench.worker?.shutdown();
  const worker = await startWorker({ agents: [shop], connection, taskQueue: bench.taskQueue });
  try {
    const turn = await bench.client.startTurn<typeof shop>('shop', 'What do I owe?');
    const result = await turn.result();
    if (result.outcome !== 'completed') throw new Error(`the turn ended ${result.outcome}`);
    const total: number = result.output.total;
    expect(total).toBe(12);
    expect(bench.model.requests[0]!.body).toMatchObject({
      response_format: { type: 'json_schema', json_schema: { strict: false } },
    });

    const second = await (await bench.client.startTurn<typeof shop>('shop', 'And now?')).result();
    expect(second).toMatchObject({ outcome: 'failed', error: { code: 'output_invalid' } });
    expect(JSON.stringify(second)).toContain('twelve');
  } finally {
    await worker.shutdown();
    await connection.close();
    await bench.close();
  }
});
