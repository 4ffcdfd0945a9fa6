/** A worker whose model a test speaks for, and clients that count what they ask the server. */
import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { jest } from '@jest/globals';
import { NativeConnection } from '@temporalio/worker';
import { connect, type EverycallClient, type TextDelta, type TurnEvent } from '../../src/client.js';
import { CALL_MODEL } from '../../src/contract/names.js';
import type { ModelProgress } from '../../src/activities/model-progress.js';
import type { PreviewDetails } from '../../src/contract/text-preview.js';
import { defineAgent } from '../../src/index.js';
import { startWorker, type EverycallWorkerOptions } from '../../src/worker.js';
import { noteHeartbeats } from './note-heartbeats.js';
import { startSpeaker, type Speaker } from './speaker.js';
import { testAddress } from './turn-bench.js';

/** A heartbeat of a model call, and when it was handed to the SDK, in ms. */
export interface SentHeartbeat {
  readonly at: number;
  readonly details: ModelProgress & PreviewDetails;
}

/** A client, and how often it described a workflow. */
export interface CountingClient {
  readonly client: EverycallClient;
  readonly describes: () => number;
}

/** A running bench. */
export interface StreamingBench {
  readonly speaker: Speaker;
  readonly heartbeats: readonly SentHeartbeat[];
  /** Resolves once so many were sent. */
  beaten(number: number): Promise<void>;
  readonly client: EverycallClient;
  /** Another client, as another process would have one. */
  another(): Promise<CountingClient>;
  close(): Promise<void>;
}

const KEY_VARIABLE = 'EVERYCALL_TEST_KEY';

/** Starts a bench. */
export async function streamingBench(dataConverter?: EverycallWorkerOptions['dataConverter']): Promise<StreamingBench> {
  process.env[KEY_VARIABLE] ??= 'sk-Qx7Zr9Wm2Kp4Vt8Hy6Bn';
  const address = testAddress();
  const taskQueue = `streaming-${randomUUID()}`;
  const converter = dataConverter && { dataConverter };
  const speaker = await startSpeaker();
  const heartbeats: SentHeartbeat[] = [];
  const beats = new EventEmitter();
  const note = (details: unknown) => {
    heartbeats.push({ at: performance.now(), details: details as SentHeartbeat['details'] });
    beats.emit('beat');
  };
  const provider = { baseURL: speaker.baseURL, apiKeyEnv: KEY_VARIABLE };
  const connection = await NativeConnection.connect({ address });
  const worker = await startWorker({
    agents: [defineAgent({ name: 'tester', model: 'spoken', api: 'responses', provider, instructions: 'Speak.' })],
    connection,
    taskQueue,
    shutdownGraceMs: 200,
    interceptors: { activity: [noteHeartbeats(CALL_MODEL, note)] },
    ...converter,
  });
  const clients: EverycallClient[] = [];
  const open = async () => {
    const client = await connect({ address, taskQueue, environment: false, ...converter });
    clients.push(client);
    return client;
  };
  return {
    speaker,
    heartbeats,
    async beaten(number) {
      while (heartbeats.length < number) await once(beats, 'beat');
    },
    client: await open(),
    async another() {
      const client = await open();
      const spy = jest.spyOn(client.temporal.connection.workflowService, 'describeWorkflowExecution');
      return { client, describes: () => spy.mock.calls.length };
    },
    async close() {
      await speaker.close();
      await worker.shutdown();
      await connection.close();
      await Promise.all(clients.map((client) => client.close()));
    },
  };
}

/** The next text deltas of a turn until their texts together end with `end`. */
export async function heard(events: AsyncIterator<TurnEvent>, end: string): Promise<TextDelta[]> {
  const deltas: TextDelta[] = [];
  for (;;) {
    const { value, done } = await events.next();
    if (done || value.type === 'turn-finished') throw new Error(`the turn ended before "${end}" was heard`);
    if (value.type !== 'text-delta') continue;
    deltas.push(value);
    if (
      deltas
        .map((delta) => delta.text)
        .join('')
        .endsWith(end)
    )
      return deltas;
  }
}

/** The rest of some events. */
export async function rest(events: AsyncIterable<TurnEvent>): Promise<TurnEvent[]> {
  const all: TurnEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}
