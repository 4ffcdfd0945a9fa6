// Records the histories of test/replay/histories by the built code: `npm run build && node test/replay/record.mjs`
// (names as arguments record these alone). Each is a run of one of our workflows on an embedded server, kept in protobuf's
// binary form: the SDK's reader of JSON histories is broken. Record anew only when an incompatible change of the workflow
// is meant; else a change keeps these replaying, or is guarded by `patched`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import proto from '@temporalio/proto';
import { connect } from '../../dist/client.js';
import { defineAgent } from '../../dist/index.js';
import { startEmbeddedServer } from '../../dist/server/embedded-server.js';
import { scriptedModel } from '../../dist/testing.js';
import { startWorker } from '../../dist/worker.js';
import { SCENES } from './scenes.mjs';
import { SESSION_SCENES } from './session-scenes.mjs';

const FOLDER = new URL('./histories/', import.meta.url);
const wanted = process.argv.slice(2);
const all = { ...SCENES, ...SESSION_SCENES };
const scenes = Object.entries(all).filter(([name]) => wanted.length === 0 || wanted.includes(name));

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

/** Plays a scene and keeps the history of its turn as it is then, or of the runs that it names. */
async function record(name, scene) {
  const model = await scriptedModel(scene.model);
  const provider = { baseURL: model.baseURL, apiKeyEnv: 'EVERYCALL_TEST_KEY', ...scene.provider };
  const common = { model: 'gpt-test', provider };
  const agent = defineAgent({
    ...common,
    name: 'recorded',
    instructions: 'You are recorded.',
    ...(typeof scene.agent === 'function' ? scene.agent(common) : scene.agent),
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
      ...scene.worker,
    });
    void started.stopped.then(() => connection.close());
    return started;
  };
  const running = await worker(scene.agents?.(agent));
  const id = `recorded-${name}`;
  const stage = { client, model, running, worker };
  const { last = running, kept = [{ as: name, workflowId: id }] } = scene.playSession
    ? { kept: await scene.playSession({ ...stage, session: client.session('recorded', id) }) }
    : { last: await playTurn(scene, stage, id) };
  for (const { as, workflowId, runId } of kept) await keep(client.temporal.workflow.getHandle(workflowId, runId), as);
  for (const { workflowId } of kept) {
    await client.temporal.workflow
      .getHandle(workflowId)
      .terminate()
      .catch(() => undefined);
  }
  await last.shutdown();
  await client.close();
  await model.close();
}

async function playTurn(scene, stage, turnId) {
  const turn = await stage.client.startTurn('recorded', 'Go.', { turnId });
  return scene.play({ turn, ...stage });
}

async function keep(handle, name) {
  const { events } = await handle.fetchHistory();
  const { History } = proto.temporal.api.history.v1;
  const history = History.toObject(History.fromObject({ events }));
  writeFileSync(new URL(`${name}.bin`, FOLDER), History.encode(History.fromObject(withoutOrigin(history))).finish());
  process.stdout.write(`${name}: ${events.length} events\n`);
}

/** A plain object without the names of the machine that it was made on. */
function withoutOrigin(value) {
  if (Array.isArray(value)) return value.map(withoutOrigin);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, key === 'identity' ? 'recorder' : withoutOrigin(part)]),
  );
}
