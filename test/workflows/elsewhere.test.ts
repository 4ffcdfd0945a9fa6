/** Tools and workers of other people: a foreign worker's tool, local tools, the plugin beside an existing worker, Azure. */
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { defaultPayloadConverter, ExternalStorage } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import { AzureOpenAI } from 'openai';
import { z } from 'zod';
import { connect } from '../../src/client.js';
import { defineAgent, defineTool, remoteTool } from '../../src/index.js';
import { calls, say, scriptedModel } from '../../src/testing.js';
import { FileStorageDriver } from '../../src/storage.js';
import { everycallPlugin } from '../../src/worker.js';
import { toldIn } from '../harness/echo-tools.js';
import { testAddress, turnBench } from '../harness/turn-bench.js';

test('a tool on another task queue gets the parsed arguments alone; with no worker there it was never started', async () => {
  const queue = `foreign-${Date.now()}`;
  const remote = (name: string, maxWait: number) =>
    remoteTool({
      name,
      description: 'Runs elsewhere.',
      parameters: z.object({ city: z.string(), unit: z.string().default('C') }),
      taskQueue: name === 'absent' ? `${queue}-nobody` : queue,
      maxWait,
    });
  const got: unknown[][] = [];
  const headers: Record<string, string>[] = [];
  const connection = await NativeConnection.connect({ address: testAddress() });
  const foreign = await Worker.create({
    connection,
    taskQueue: queue,
    interceptors: {
      activity: [
        () => ({
          inbound: {
            execute(input, next) {
              const texts = Object.entries(input.headers).map(([name, value]) => [
                name,
                defaultPayloadConverter.fromPayload<string>(value),
              ]);
              headers.push(Object.fromEntries(texts) as Record<string, string>);
              return next(input);
            },
          },
        }),
      ],
    },
    activities: {
      async present(...args: unknown[]) {
        got.push(args);
        return { celsius: 21 };
      },
    },
  });
  const running = foreign.run();
  const bench = await turnBench({
    tools: [remote('present', 20_000), remote('absent', 1_000)],
    model: {
      script: [
        calls(
          { id: 'a', name: 'present', arguments: { city: 'Rome' } },
          { id: 'b', name: 'absent', arguments: { city: 'Rome' } },
        ),
        calls({ id: 'a', name: 'present', arguments: { city: 'Bern' } }),
        say('done'),
      ],
    },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 2, timeout: 1 } });
    expect(got).toEqual([[{ city: 'Rome', unit: 'C' }], [{ city: 'Bern', unit: 'C' }]]);
    expect(headers.map((one) => one['everycall-call-id'])).toEqual(['a', 'a']);
    expect(headers.map((one) => one['everycall-turn-id'])).toEqual([turn.turnId, turn.turnId]);
    expect(new Set(headers.map((one) => one['everycall-idempotency-key'])).size).toBe(2);
    const told = toldIn(bench.model, 3).map((message) => message.content);
    expect(told[0]).toBe('{"celsius":21}');
    expect(told[1]).toContain('was never started');
  } finally {
    foreign.shutdown();
    await running;
    await connection.close();
    await bench.close();
  }
});

test('local tools run within the workflow task and are read back from history like others', async () => {
  const tool = defineTool({
    name: 'lookup',
    description: 'Looks up.',
    parameters: z.object({ key: z.string() }),
    effect: 'read',
    local: true,
    deadline: '2s',
    timeout: '1s',
    execute: ({ key }) => ({ [key]: 1 }),
  });
  const bench = await turnBench({
    tools: [tool],
    model: {
      script: [
        calls(
          { id: 'a', name: 'lookup', arguments: { key: 'x' } },
          { id: 'b', name: 'lookup', arguments: { key: 'y' } },
        ),
        say('done'),
      ],
    },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 2 } });
    expect((await turn.calls()).map((call) => [call.callId, call.outcome, call.output])).toEqual([
      ['a', 'ok', '{"x":1}'],
      ['b', 'ok', '{"y":1}'],
    ]);
  } finally {
    await bench.close();
  }
});

test('the plugin serves turns beside a worker with workflows of its own; AzureOpenAI is its model client', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'everycall-host-'));
  // Bundling looks for the SDK from the workflows' folder on.
  await symlink(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'workflows.js'), 'exports.hostWorkflow = async () => "from the host";');
  const externalStorage = new ExternalStorage({
    drivers: [new FileStorageDriver({ folder: join(folder, 'payloads') })],
  });
  const model = await scriptedModel({ script: [say('from Azure')], models: ['deployed'] });
  const agent = defineAgent({ name: 'beside', model: 'deployed', instructions: 'Hi.' });
  const openai = () =>
    new AzureOpenAI({ endpoint: model.url, apiKey: 'azure-key-000000', apiVersion: '2025-04-01-preview' });
  const connection = await NativeConnection.connect({ address: testAddress() });
  const hostQueue = `host-${Date.now()}`;
  const taskQueue = `beside-${Date.now()}`;
  const host = await Worker.create({
    connection,
    taskQueue: hostQueue,
    workflowsPath: join(folder, 'workflows.js'),
    plugins: [everycallPlugin({ agents: [agent], taskQueue, openai, externalStorage })],
  });
  const running = host.run();
  const hostClient = await Connection.connect({ address: testAddress() });
  const client = await connect({ address: testAddress(), taskQueue, externalStorage });
  try {
    const own = new Client({ connection: hostClient }).workflow;
    expect(await own.execute('hostWorkflow', { workflowId: hostQueue, taskQueue: hostQueue })).toBe('from the host');
    // More than Temporal takes: it goes through the storage, which the plugin's worker has, and the host's has not.
    const turn = await client.startTurn('beside', `Hello${'!'.repeat(3_000_000)}`, { limits: { tokens: 10_000_000 } });
    expect(await turn.result()).toMatchObject({ output: 'from Azure' });
    expect(model.requests[0]!.path).toContain('/openai/deployments/deployed/chat/completions');
  } finally {
    host.shutdown();
    await running;
    await client.close();
    await hostClient.close();
    await connection.close();
    await model.close();
    await rm(folder, { recursive: true });
  }
});
