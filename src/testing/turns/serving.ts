/** Starts the Temporal server, the client and the worker of tests. */
import { randomUUID } from 'node:crypto';
import type { EverycallClient } from '../../client/everycall-client.js';
import type { ScriptedModel } from '../scripted-model.js';
import type { Closers } from './closers.js';
import type { TestTurnsOptions } from './test-turns.js';
import { workerParts } from './worker-parts.js';

/** Tests don't wait for calls that hang when they end. */
const SHUTDOWN_GRACE_MS = 200;
/** The scripted model takes any key; this one opens nothing. */
const KEY = 'sk-scripted-model';

/** A worker that serves the agents, and a client to start turns with. */
export async function startServing(
  { agents, address: given, namespace = 'default', model: { apiKey = KEY } = {} }: TestTurnsOptions,
  model: ScriptedModel,
  closers: Closers,
): Promise<{ readonly client: EverycallClient; readonly address: string }> {
  const { startEmbeddedServer, connect, startWorker, temporal, OpenAI } = await workerParts();
  temporal.quiet();
  const address = given ?? closers.own(await startEmbeddedServer({ namespace }), 'stop').address;
  // A queue of its own: test files on one server share nothing.
  const taskQueue = `test-${randomUUID()}`;
  const client = closers.own(await connect({ address, namespace, taskQueue, environment: false }), 'close');
  const connection = closers.own(await temporal.connect(address), 'close');
  const openai = () => new OpenAI({ baseURL: model.baseURL, apiKey });
  closers.own(
    await startWorker({ agents, connection, namespace, taskQueue, openai, shutdownGraceMs: SHUTDOWN_GRACE_MS }),
    'shutdown',
  );
  return { client, address };
}
