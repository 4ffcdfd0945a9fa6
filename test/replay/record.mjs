// Records the histories of test/replay/histories by the built code: `npm run build && node test/replay/record.mjs`
// (names as arguments record these alone). Each is a run of `agentTurn` on an embedded server, kept in protobuf's binary
// form: the SDK's reader of JSON histories is broken. Record anew only when an incompatible change of the workflow is
// meant; else a change keeps these replaying, or is guarded by `patched`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import proto from '@temporalio/proto';
import { connect } from '../../dist/client.js';
import { defineAgent } from '../../dist/index.js';
import { startEmbeddedServer } from '../../dist/server/embedded-server.js';
import { scriptedModel } from '../../dist/testing.js';
import { startWorker } from '../../dist/worker.js';
import { SCENES } from './scenes.mjs';

const FOLDER = new URL('./histories/', import.meta.url);
const wanted = process.argv.slice(2);
const scenes = Object.entries(SCENES).filter(([name]) => wanted.length === 0 || wanted.includes(name));

process.env.EVERYCALL_TEST_KEY = 'sk-Qx7Zr9Wm2Kp4Vt8Hy6Bn';
Runtime.install({ logger: new DefaultLogger('ERROR') });
mkdirSync(FOLDER, { recursive: true });
const server = await startEmbeddedServer();
const { address } = server;
try {
  for (const [name, scene] of scenes) await record(name, scene);
} finally {
  await server.stop();
}

/** Plays a scene and keeps the history of its turn as it is then. */
async function record(name, scene) {
  const model = await scriptedModel(scene.model);
  const agent = defineAgent({
    name: 'recorded',
    model: 'gpt-test',
    provider: { baseURL: model.baseURL, apiKeyEnv: 'EVERYCALL_TEST_KEY' },
    instructions: 'You are recorded.',
    ...scene.agent,
  });
  const client = await connect({ address, taskQueue: name, environment: false });
  // Each worker has a connection of its own, as workers in several processes have.
  const worker = async (agents = [agent]) => {
    const connection = await NativeConnection.connect({ address });
    const started = await startWorker({
      agents,
      connection,
      taskQueue: name,
      identity: 'recorder',
      shutdownGraceMs: 100,
    });
    void started.stopped.then(() => connection.close());
    return started;
  };
  const running = await worker(scene.agents?.(agent));
  const turn = await client.startTurn('recorded', 'Go.', { turnId: `recorded-${name}` });
  const last = (await scene.play({ turn, model, running, worker })) ?? running;
  const { events } = await client.temporal.workflow.getHandle(turn.turnId).fetchHistory();
  const history = { events: events.map(withoutOrigin) };
  const { History } = proto.temporal.api.history.v1;
  writeFileSync(new URL(`${name}.bin`, FOLDER), History.encode(History.fromObject(history)).finish());
  process.stdout.write(`${name}: ${events.length} events\n`);
  await client.temporal.workflow
    .getHandle(turn.turnId)
    .terminate()
    .catch(() => undefined);
  await last.shutdown();
  await client.close();
  await model.close();
}

/** An event without the name of the machine that it was made on. */
function withoutOrigin(event) {
  const copy = { ...event };
  for (const [field, value] of Object.entries(copy)) {
    if (typeof value === 'object' && value !== null && 'identity' in value && field.endsWith('Attributes')) {
      copy[field] = Object.assign(Object.create(Object.getPrototypeOf(value)), value, { identity: 'recorder' });
    }
  }
  return copy;
}
