/**
 * What tests of killed processes stand on: worker processes, the desk that their tools report to, a strict scripted
 * model and a client. A turn's input is its script: the calls of each step. Each bench has a task queue of its own.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { temporal } from '@temporalio/proto';
import {
  connect,
  type EverycallClient,
  type StartOptions,
  type TurnHandle,
  type TurnView,
} from '../../../src/client.js';
import {
  calls,
  say,
  scriptedModel,
  type LoggedRequest,
  type ScriptedCall,
  type ScriptedModel,
  type ScriptedModelOptions,
} from '../../../src/testing.js';
import { fetchEvents } from '../../../src/history/fetch-events.js';
import { testAddress } from '../../harness/turn-bench.js';
import { judge, type Evidence } from '../judge.js';
import { toolDesk, type ToolDesk } from './tool-desk.js';
import { startWorkerProcess, type WorkerProcess, type WorkerSetup } from './worker-process.js';

/** What a bench is made of. */
export interface FaultBenchOptions {
  /** @default the tests' server */
  readonly address?: string;
  /** Options of the model beside its script. */
  readonly model?: Omit<ScriptedModelOptions, 'script'>;
  /** @default asks for the calls of the turn's input, then says `done` */
  readonly script?: ScriptedModelOptions['script'];
  /** What all workers of the bench have in common. */
  readonly worker?: Partial<WorkerSetup>;
}

/** A call for a step: `ask('call_a', 'work')`. `n` tells its arguments apart from others; its result is so many `chars` longer. */
export function ask(id: string, name: string, more: { ms?: number; n?: number; chars?: number } = {}): ScriptedCall {
  return { id, name, arguments: { n: 1, ...more } };
}

/** Starts a bench, without a worker. */
export async function faultBench(options: FaultBenchOptions = {}): Promise<FaultBench> {
  const address = options.address ?? testAddress();
  const taskQueue = `faults-${randomUUID()}`;
  const desk = await toolDesk();
  const model = await scriptedModel({ ...options.model, script: options.script ?? followInput });
  const client = await connect({ address, taskQueue, environment: false });
  const common = { address, taskQueue, desk: desk.url, baseURL: model.baseURL, ...options.worker };
  return new FaultBench(desk, model, client, common);
}

/** A turn's input says what the model asks for in each step. */
export const followInput: ScriptedModelOptions['script'] = (_request, { conversation }) => {
  const { steps } = JSON.parse(conversation.user) as { steps: ScriptedCall[][] };
  const next = steps[conversation.step - 1];
  return next ? calls(...next) : say('done');
};

/** Makes a transcript too long to go along with model calls: a worker that lacks it has to ask the turn for it, as in real work. */
const LONG_NOTE = 'A long note. '.repeat(500);

/** A running bench. */
export class FaultBench {
  readonly #workers: WorkerProcess[] = [];

  constructor(
    readonly desk: ToolDesk,
    readonly model: ScriptedModel,
    readonly client: EverycallClient,
    readonly common: WorkerSetup,
  ) {}

  /** Starts a worker process; resolves once it polls. */
  async worker(setup: Partial<WorkerSetup> = {}): Promise<WorkerProcess> {
    const worker = await startWorkerProcess({ ...this.common, ...setup });
    this.#workers.push(worker);
    return worker;
  }

  /** Starts a turn whose model asks for these calls, step by step. */
  start(
    steps: readonly (readonly ScriptedCall[])[],
    options: StartOptions & { agent?: string; note?: string } = {},
  ): Promise<TurnHandle> {
    const { agent = 'tester', turnId = `turn-${randomUUID()}`, note = LONG_NOTE, ...rest } = options;
    return this.client.startTurn(agent, JSON.stringify({ turnId, steps, note }), { ...rest, turnId });
  }

  /** The requests of a turn. */
  requestsOf({ turnId }: TurnHandle): LoggedRequest[] {
    return this.model.requests.filter(({ body }) => JSON.stringify(body).includes(turnId));
  }

  /** Judges a turn that has ended, and gives its view. @throws when something is wrong with it */
  async judged(turn: TurnHandle, allowed: Pick<Evidence, 'paused' | 'reset'> = {}): Promise<TurnView> {
    const view = await turn.view();
    const evidence = {
      view,
      requests: this.requestsOf(turn),
      lines: this.desk.of({ turnId: turn.turnId }),
      ...allowed,
    };
    const problems = judge(evidence);
    if (problems.length === 0) return view;
    const ledger = evidence.lines.map((line) => JSON.stringify(line));
    const recorded = view.calls.map((call) => JSON.stringify(call));
    throw new Error([...problems, `turn ${turn.turnId}, ledger:`, ...ledger, 'calls:', ...recorded].join('\n'));
  }

  /** Resolves with an open activity of a turn once it is as wanted: the server tells of it only when asked. */
  async pending(turn: TurnHandle, activityId: string, wanted: (activity: Pending) => boolean): Promise<Pending> {
    for (;;) {
      const { raw } = await this.client.temporal.workflow.getHandle(turn.turnId).describe();
      const activity = raw.pendingActivities?.find((each) => each.activityId === activityId);
      if (activity && wanted(activity)) return activity;
      await delay(100);
    }
  }

  /** Resolves once an activity of a turn is open no more. */
  async notPending(turn: TurnHandle, activityId: string): Promise<void> {
    for (;;) {
      const { raw } = await this.client.temporal.workflow.getHandle(turn.turnId).describe();
      if (!raw.pendingActivities?.some((each) => each.activityId === activityId)) return;
      await delay(100);
    }
  }

  /** The first event of a turn's history that is as wanted, now or when it comes. */
  async eventOf({ turnId }: TurnHandle, wanted: (event: HistoryEvent) => boolean): Promise<HistoryEvent> {
    const { temporal, namespace } = this.client;
    const { connection } = temporal;
    const { raw } = await temporal.workflow.getHandle(turnId).describe();
    const runId = raw.workflowExecutionInfo?.execution?.runId ?? '';
    for await (const event of fetchEvents({ connection, namespace, turnId, runId }, { follow: true })) {
      if (wanted(event)) return event;
    }
    throw new Error(`turn ${turnId} ended without the event`);
  }

  /** Kills the workers and closes the rest. */
  async close(): Promise<void> {
    if (process.env.EVERYCALL_TEST_LOG === '1') this.#print();
    await Promise.all(this.#workers.map((worker) => worker.kill()));
    await this.client.close();
    await this.model.close();
    await this.desk.close();
  }

  #print(): void {
    for (const { number, at, status, fault, aborted } of this.model.requests) {
      process.stderr.write(`request ${JSON.stringify({ number, at, status, fault, aborted })}\n`);
    }
    for (const line of this.desk.lines) process.stderr.write(`ledger ${JSON.stringify(line)}\n`);
  }
}

/** An open activity as the server describes it. */
export type Pending = temporal.api.workflow.v1.IPendingActivityInfo;
/** An event of a turn's history. */
export type HistoryEvent = temporal.api.history.v1.IHistoryEvent;
