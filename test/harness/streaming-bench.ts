/** A worker whose model a test speaks for, and clients that count what they ask the server. */
import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { jest } from '@jest/globals';
import { DefaultLogger, NativeConnection, Worker, type ActivityInterceptorsFactory } from '@temporalio/worker';
import { callModelActivity } from '../../src/activities/call-model.js';
import { TranscriptCache } from '../../src/activities/transcript-cache.js';
import { connect, type EverycallClient, type TurnEvent, type TurnHandle } from '../../src/client.js';
import { CALL_MODEL } from '../../src/contract/names.js';
import type { CallModelDetails } from '../../src/contract/text-preview.js';
import { defineAgent } from '../../src/index.js';
import { makeActivities } from '../../src/worker/make-activities.js';
import { tunedOptions, type EverycallWorkerOptions } from '../../src/worker/worker-options.js';
import { workflowBundle } from '../../src/worker/workflow-bundle.js';
import { listeningModel, startSpeaker, type Speaker } from './speaker.js';
import { testAddress } from './turn-bench.js';

/** A heartbeat of a model call, and when it was handed to the SDK, in ms. */
export interface SentHeartbeat {
  readonly at: number;
  readonly details: CallModelDetails;
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

/** Starts a bench. */
export async function streamingBench(dataConverter?: EverycallWorkerOptions['dataConverter']): Promise<StreamingBench> {
  const address = testAddress();
  const converter = dataConverter && { dataConverter };
  const taskQueue = `streaming-${randomUUID()}`;
  const speaker = await startSpeaker();
  const agent = defineAgent({ name: 'tester', model: 'spoken', instructions: 'You are tested.', tools: [] });
  const heartbeats: SentHeartbeat[] = [];
  const beats = new EventEmitter();
  const note = (details: CallModelDetails) => {
    heartbeats.push({ at: performance.now(), details });
    beats.emit('beat');
  };
  const silent = () => undefined;
  const parts = { cache: new TranscriptCache(), log: { call: silent, step: silent, thrown: silent, tool: silent } };
  const access = () => ({ model: listeningModel(speaker.url), service: speaker.url, secrets: [] });
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    ...tunedOptions({
      agents: [agent],
      ...converter,
      shutdownGraceMs: 200,
      interceptors: { activity: [recorded(note)] },
    }),
    connection,
    taskQueue,
    workflowBundle: await workflowBundle({}, new DefaultLogger('ERROR')),
    activities: {
      ...makeActivities({ agents: [agent], ...parts }),
      [CALL_MODEL]: callModelActivity({ agents: new Map([['tester', agent]]), ...parts, access }),
    },
  });
  const running = worker.run();
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
      worker.shutdown();
      await running;
      await connection.close();
      await Promise.all(clients.map((client) => client.close()));
    },
  };
}

/** Notes each heartbeat of model calls. */
function recorded(note: (details: CallModelDetails) => void): ActivityInterceptorsFactory {
  return (context) => {
    const { heartbeat } = context;
    if (context.info.activityType === CALL_MODEL) {
      const noted = (details: CallModelDetails) => {
        note(details);
        heartbeat.call(context, details);
      };
      Object.defineProperty(context, 'heartbeat', { value: noted });
    }
    return {};
  };
}

/** The next text deltas of a turn until their texts together end with `end`. */
export async function heard(
  events: AsyncIterator<TurnEvent>,
  end: string,
): Promise<(TurnEvent & { type: 'text-delta' })[]> {
  const deltas: (TurnEvent & { type: 'text-delta' })[] = [];
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

/** The rest of a turn's events. */
export async function rest(turn: TurnHandle | AsyncIterable<TurnEvent>): Promise<TurnEvent[]> {
  const all: TurnEvent[] = [];
  for await (const event of 'events' in turn ? turn.events() : turn) all.push(event);
  return all;
}
