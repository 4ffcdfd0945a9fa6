/**
 * A limit that workers share, on a real server: 100 turns against a service that takes 10 requests a second, and what
 * becomes of turns when the gate goes. The figures are printed; `npm run bench:limits` has more.
 */
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { Workflow } from '@temporalio/common';
import { LEASE_UPDATE, MODEL_GATE } from '../../src/contract/model-gate.js';
import { defineAgent, type Agent, type RateLimitOptions } from '../../src/index.js';
import type { Lease, LeaseAsk } from '../../src/protocol/rate-lease.js';
import { rateLimited, say, scriptedModel, type ScriptedModel } from '../../src/testing.js';
import type { RunningWorker } from '../../src/worker.js';
import { turnBench, type TurnBench } from '../harness/turn-bench.js';

const apiKeyEnv = 'EVERYCALL_TEST_KEY';

interface Site {
  readonly bench: TurnBench;
  readonly service: ScriptedModel;
  /** Ids of the gates of this test that are open. */
  readonly gates: () => Promise<string[]>;
}

/** Runs `work` with workers whose agent has a limit, or none. */
async function withLimit(
  { rateLimit, workers = 1, service }: { rateLimit?: RateLimitOptions; workers?: number; service: ScriptedModel },
  work: (site: Site) => Promise<void>,
): Promise<void> {
  process.env[apiKeyEnv] ??= 'sk-Qx7Zr9Wm2Kp4Vt8Hy6Bn';
  const provider = { baseURL: service.baseURL, apiKeyEnv, ...(rateLimit && { rateLimit }) };
  const agent: Agent = defineAgent({ name: 'tester', model: 'gpt-test', provider });
  const bench = await turnBench({ model: { script: [] }, worker: { agents: [agent] } });
  const running: RunningWorker[] = [bench.worker!];
  for (let i = 1; i < workers; i += 1) running.push(await bench.startWorker());
  const gates = async () => {
    const query = `WorkflowType = '${MODEL_GATE}' AND TaskQueue = '${bench.taskQueue}' AND ExecutionStatus = 'Running'`;
    const found: string[] = [];
    for await (const { workflowId } of bench.client.temporal.workflow.list({ query })) found.push(workflowId);
    return found;
  };
  try {
    await work({ bench, service, gates });
  } finally {
    for (const id of await gates()) await bench.client.temporal.workflow.getHandle(id).terminate();
    await Promise.all(running.map((worker) => worker.shutdown()));
    await bench.close();
    await service.close();
  }
}

test.each([1, 2])('100 turns on %i worker(s): none fails, and few of the requests are refused', async (workers) => {
  const service = await scriptedModel({ script: () => say('Done.'), latencyMs: 100, rateLimit: { requests: 10 } });
  await withLimit({ rateLimit: { requestsPerMinute: 600 }, workers, service }, async ({ bench, gates }) => {
    const turns = await Promise.all(
      Array.from({ length: 100 }, () => bench.client.startTurn('tester', 'Go.', { limits: { duration: '5m' } })),
    );
    const results = await Promise.all(turns.map((turn) => turn.result()));
    expect(results.map(({ outcome }) => outcome)).toEqual(results.map(() => 'completed'));
    const refused = service.requests.filter(({ status }) => status === 429).length;
    process.stdout.write(`${workers} worker(s): ${service.requests.length} requests, ${refused} refused\n`);
    expect(refused / service.requests.length).toBeLessThanOrEqual(0.05);
    const [gate] = await gates();
    expect(gate).toMatch(/^everycall-gate:gpt-test:[0-9a-f]{20}$/);
    const { history } = await turns[99]!.view();
    expect(history.events).toBeLessThan(20);
  });
});

test('without a limit a told wait still holds all turns of the worker, and they go one by one after it', async () => {
  const fault = rateLimited({ retryAfterMs: 1_500 });
  const service = await scriptedModel({ script: () => say('Done.'), faults: [{ on: 1, fault }] });
  await withLimit({ service }, async ({ bench, gates }) => {
    const first = await bench.client.startTurn('tester', 'Go.');
    const { at: refusedAt } = await service.requestClosed(1);
    const others = await Promise.all(Array.from({ length: 3 }, () => bench.client.startTurn('tester', 'Go.')));
    const results = await Promise.all([first, ...others].map((turn) => turn.result()));
    expect(results.map(({ outcome }) => outcome)).toEqual(results.map(() => 'completed'));
    expect(service.requests).toHaveLength(5);
    const [second] = service.requests.slice(1);
    expect(second!.at - refusedAt).toBeGreaterThanOrEqual(1_400);
    expect(await gates()).toEqual([]);
  });
});

test('a gate that was terminated is started anew; a named one is shared by its name', async () => {
  const service = await scriptedModel({ script: () => say('Done.') });
  const name = `test-${process.pid}-${Date.now()}`;
  await withLimit({ rateLimit: { requestsPerMinute: 6_000, name }, service }, async ({ bench, gates }) => {
    await (await bench.client.startTurn('tester', 'Go.')).result();
    const [gate] = await gates();
    expect(gate).toBe(`everycall-gate:${name}`);
    const handle = bench.client.temporal.workflow.getHandle(gate!);
    const before = await handle.describe();
    expect(await before.staticSummary()).toBe(`shares the limit of ${name}`);
    await handle.terminate('by the test');
    expect(await (await bench.client.startTurn('tester', 'Go.')).result()).toMatchObject({ outcome: 'completed' });
    const after = await handle.describe();
    expect(after.runId).not.toBe(before.runId);
  });
});

test('a gate that nobody serves holds turns up for a moment only', async () => {
  const service = await scriptedModel({ script: () => say('Done.') });
  const name = `test-gone-${process.pid}-${Date.now()}`;
  await withLimit({ rateLimit: { requestsPerMinute: 6_000, name }, service }, async ({ bench }) => {
    const { workflow } = bench.client.temporal;
    const id = `everycall-gate:${name}`;
    await workflow.start(MODEL_GATE, { workflowId: id, taskQueue: 'nobody-serves-this', args: [{ title: name }] });
    try {
      const turns = await Promise.all(Array.from({ length: 5 }, () => bench.client.startTurn('tester', 'Go.')));
      const results = await Promise.all(turns.map((turn) => turn.result()));
      expect(results.map(({ outcome }) => outcome)).toEqual(results.map(() => 'completed'));
      expect(service.requests).toHaveLength(5);
    } finally {
      await workflow.getHandle(id).terminate('by the test');
    }
  });
});

test('a gate goes on as a new run before its history grows, and forgets nothing', async () => {
  const service = await scriptedModel({ script: () => say('Done.') });
  await withLimit({ service }, async ({ bench, gates }) => {
    const { workflow } = bench.client.temporal;
    const workflowId = `everycall-gate:test-long-${process.pid}-${Date.now()}`;
    const rate = { requestsPerMinute: 10 };
    const start = () =>
      new WithStartWorkflowOperation(MODEL_GATE, {
        workflowId,
        taskQueue: bench.taskQueue,
        args: [{ title: 'long' }],
        workflowIdConflictPolicy: 'USE_EXISTING',
      });
    const ask = (permits: number, told?: { toldMs: number }) =>
      workflow.executeUpdateWithStart<Workflow, Lease, [LeaseAsk]>(LEASE_UPDATE, {
        args: [{ worker: 'w', rate, permits, tokensEach: 0, ...told }],
        startWorkflowOperation: start(),
      });
    await ask(1, { toldMs: 600_000 });
    const { runId } = await workflow.getHandle(workflowId).describe();
    // An ask may meet the very end of a run; then it is made again, as workers do.
    const settled = async () => ask(0).catch(() => ask(0));
    for (let i = 0; i < 65; i += 1) await Promise.all(Array.from({ length: 8 }, settled));
    const after = await workflow.getHandle(workflowId).describe();
    expect(after.runId).not.toBe(runId);
    const { toldMs } = await ask(0);
    expect(toldMs).toBeGreaterThan(400_000);
    expect(await gates()).toEqual([workflowId]);
  });
});
