/** Every call of a model counts for its limit: those of steps, and those that sum up an output or a transcript, too. */
import type { Workflow } from '@temporalio/common';
import { z } from 'zod';
import { LEASE_UPDATE, MODEL_GATE } from '../../src/contract/model-gate.js';
import { defineAgent, defineTool } from '../../src/index.js';
import { call, say, scriptedModel } from '../../src/testing.js';
import { turnBench } from '../harness/turn-bench.js';

const apiKeyEnv = 'EVERYCALL_TEST_KEY';

test('summaries of outputs and compactions ask the gate for permits as any model call', async () => {
  const told: string[] = [];
  const service = await scriptedModel({
    script: (_request, { conversation: { instructions, step } }) => {
      told.push(instructions);
      if (!instructions.includes('You are tested')) return say('In short.');
      return step === 1 || told.filter((each) => each.includes('You are tested')).length < 3
        ? call('report', { page: told.length })
        : say('Done.');
    },
  });
  const report = defineTool({
    name: 'report',
    description: 'Writes a report.',
    parameters: z.object({ page: z.number() }),
    output: { maxChars: 500, summarize: { instructions: 'Say it in short.' } },
    execute: () => 'A line of it.\n'.repeat(2_000),
  });
  const name = `every-call-${process.pid}-${Date.now()}`;
  const agent = defineAgent({
    name: 'tester',
    model: 'gpt-test',
    // Long enough for a compaction after the second step.
    instructions: `You are tested.${' Be brief.'.repeat(800)}`,
    tools: [report],
    compaction: { atTokens: 1_000, keep: 1, instructions: 'Sum up.' },
    // Slow enough that no worker leases permits before it needs them: each ask is for one call.
    provider: { baseURL: service.baseURL, apiKeyEnv, rateLimit: { requestsPerMinute: 120, name } },
  });
  const bench = await turnBench({ model: { script: [] }, worker: { agents: [agent] } });
  const gate = bench.client.temporal.workflow.getHandle(`everycall-gate:${name}`);
  try {
    const turn = await bench.client.startTurn('tester', 'Go.');
    expect(await turn.result()).toMatchObject({ outcome: 'completed', output: 'Done.' });
    for (const instructions of ['Say it in short.', 'Sum up.']) expect(told).toContain(instructions);
    const { events } = await gate.fetchHistory();
    const asks = events?.filter((event) => event.workflowExecutionUpdateCompletedEventAttributes);
    // On a busy machine a permit may lapse, and is asked for once more.
    expect(asks!.length).toBeGreaterThanOrEqual(service.requests.length);
  } finally {
    await gate.terminate().catch(() => undefined);
    await bench.close();
    await service.close();
  }
});

test('an ask that can not be answered is refused, and the gate goes on', async () => {
  const bench = await turnBench({ model: { script: [] } });
  const { workflow } = bench.client.temporal;
  const workflowId = `everycall-gate:faulty-${process.pid}-${Date.now()}`;
  const start = { workflowId, taskQueue: bench.taskQueue, args: [{ title: 'faulty' }] };
  const gate = await workflow.start<Workflow>(MODEL_GATE, start);
  try {
    const ask = (asked: unknown) => gate.executeUpdate<unknown, [unknown]>(LEASE_UPDATE, { args: [asked] });
    await expect(ask(undefined)).rejects.toMatchObject({
      cause: { message: expect.stringContaining('worker must be') as string },
    });
    await expect(ask({ worker: 'w', rate: {}, permits: 'all', tokensEach: 0 })).rejects.toThrow();
    const good = { worker: 'w', rate: { requestsPerMinute: 60 }, permits: 1, tokensEach: 0 };
    expect(await ask(good)).toMatchObject({ permits: 1 });
  } finally {
    await gate.terminate();
    await bench.close();
  }
});
