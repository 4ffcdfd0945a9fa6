/** What the containers run, on a real server without containers: the namespace script, and the worker's health check. */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { NativeConnection } from '@temporalio/worker';
import { Connection } from '@temporalio/client';
import { defineAgent } from '../../../src/index.js';
import { findTemporalBinary } from '../../../src/server/find-binary.js';
import { startWorker } from '../../../src/worker.js';
import { testAddress } from '../../harness/turn-bench.js';

const namespace = `deploy-${randomUUID()}`;
const DAY_S = 24 * 60 * 60;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  const { path } = await findTemporalBinary();
  env = {
    ...process.env,
    PATH: `${dirname(path)}:${process.env.PATH}`,
    TEMPORAL_ADDRESS: testAddress(),
    TEMPORAL_NAMESPACE: namespace,
  };
});

test('the namespace script makes the namespace with its retention, and may run again with another', async () => {
  for (const days of [30, 7]) {
    const RETENTION = `${days * 24}h`;
    const script = spawnSync('sh', ['deploy/temporal/create-namespace.sh'], {
      env: { ...env, RETENTION },
      encoding: 'utf8',
    });
    expect(script).toMatchObject({ status: 0, stdout: expect.stringContaining(`keeps closed turns for ${RETENTION}`) });
    expect(await retentionDays()).toBe(days);
  }
});

test('the health check knows a host that polls from one that does not', async () => {
  expect(health()).toMatchObject({ status: 1, stderr: expect.stringMatching(/^no worker of \S+ polls everycall$/m) });
  const connection = await NativeConnection.connect({ address: testAddress() });
  const agents = [defineAgent({ name: 'healthy', model: 'gpt-test', instructions: 'Be well.' })];
  const worker = await startWorker({ agents, connection, namespace, shutdownGraceMs: 200 });
  try {
    let last = health();
    // The server learns of a poller when its poll arrives.
    for (let tries = 0; last.status !== 0 && tries < 20; tries++) last = health();
    expect(last).toMatchObject({ status: 0, stderr: '' });
  } finally {
    await worker.shutdown();
    await connection.close();
  }
});

function health() {
  return spawnSync(process.execPath, ['deploy/worker-health.mjs'], { env, encoding: 'utf8' });
}

async function retentionDays(): Promise<number> {
  const connection = await Connection.connect({ address: testAddress() });
  const { config } = await connection.workflowService.describeNamespace({ namespace });
  await connection.close();
  return Number(config?.workflowExecutionRetentionTtl?.seconds) / DAY_S;
}
