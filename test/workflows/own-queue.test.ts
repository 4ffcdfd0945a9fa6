/** Turns among the workflows of a worker that exists, on its own task queue: `everycall/workflow` and `everycallActivities`. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NativeConnection, Worker } from '@temporalio/worker';
import OpenAI from 'openai';
import { connect } from '../../src/client.js';
import { defineAgent } from '../../src/index.js';
import { calls, say, scriptedModel } from '../../src/testing.js';
import { everycallActivities } from '../../src/worker.js';
import { numbered, numberedCall } from '../harness/echo-tools.js';
import { testAddress } from '../harness/turn-bench.js';

test('a workflows file that exports agentTurn beside its own workflows', async () => {
  // Below the package, so that the file finds `everycall` as a user's would.
  const folder = await mkdtemp(join(process.cwd(), '.everycall-own-queue-'));
  const workflows = "export { agentTurn } from 'everycall/workflow';\nexport async function own() { return 'own'; }\n";
  await writeFile(join(folder, 'workflows.mjs'), workflows);
  const model = await scriptedModel({ script: [calls(numberedCall(7)), say('done')] });
  const openai = () => new OpenAI({ baseURL: model.baseURL, apiKey: 'sk-own-queue-000000' });
  const agent = defineAgent({ name: 'own', model: 'gpt-test', tools: [numbered((n) => n)] });
  const connection = await NativeConnection.connect({ address: testAddress() });
  const taskQueue = `own-${Date.now()}`;
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowsPath: join(folder, 'workflows.mjs'),
    activities: { ...everycallActivities({ agents: [agent], openai }) },
  });
  const running = worker.run();
  const client = await connect({ address: testAddress(), taskQueue });
  try {
    const { workflow } = client.temporal;
    expect(await workflow.execute('own', { workflowId: taskQueue, taskQueue })).toBe('own');
    const turn = await client.startTurn('own', 'go');
    expect(await turn.result()).toMatchObject({ outcome: 'completed', output: 'done', counts: { ok: 1 } });
  } finally {
    worker.shutdown();
    await running;
    await client.close();
    await connection.close();
    await model.close();
    await rm(folder, { recursive: true });
  }
});
