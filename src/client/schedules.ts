/**
 * Standing jobs: turns that the server starts by itself, on Temporal Schedules. Rules: a schedule's turn is checked as any
 * other before the schedule is made; each of its turns is one like any other, `<schedule>-<time>`.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client, ScheduleDescription, ScheduleHandle } from '@temporalio/client';
import { AGENT_MEMO, AGENT_TURN } from '../contract/names.js';
import type { AgentName, OutputOf, TypedAgent } from '../definition/agent-types.js';
import { isNotFound } from '../history/grpc-fault.js';
import { timestampOf } from '../history/read-fact.js';
import { checkInput, type InputItem } from './check-input.js';
import { checkAgentName, checkFlag, checkKnown } from './check-options.js';
import { TurnOptionError } from './input-error.js';
import { turnAction } from './schedule-action.js';
import { changedSchedule, type ScheduleChanges } from './schedule-changes.js';
import { ScheduleExistsError, ScheduleNotFoundError, ScheduleNotTriggeredError } from './schedule-error.js';
import {
  checkNewScheduleId,
  checkScheduleId,
  readCatchup,
  readOverlap,
  readTiming,
  refusedTiming,
  SCHEDULE_OPTIONS,
  type ScheduleOptions,
} from './schedule-options.js';
import { summaryOf, viewOf, type ScheduleSummary, type ScheduleView } from './schedule-view.js';
import { readMemo, readSettings, TURN_OPTIONS } from './start-turn.js';
import type { TurnHandle } from './turn-handle.js';

/** What the schedules of a client work with. */
export interface ScheduleSite {
  readonly temporal: Client;
  readonly taskQueue: string;
  /** Runs a request that ends when the client is closed. */
  readonly request: <T>(send: () => Promise<T>) => Promise<T>;
  readonly turn: <Output>(turnId: string) => TurnHandle<Output>;
}

const MOST_LISTED = 1_000;
const SECOND_MS = 1_000;
const TRIGGER_MS = { most: 5_000, every: 100 };

/**
 * The schedules of a namespace. All methods but `create` and `list` throw {@link ScheduleNotFoundError} for an id that
 * no schedule of turns has.
 */
export class Schedules {
  readonly #site: ScheduleSite;

  /** Made by the client. */
  constructor(site: ScheduleSite) {
    this.#site = site;
  }

  /**
   * Has the server start a turn at certain times, on the client's task queue. Typed by the agent as `startTurn` is.
   * @throws {InputRefusedError} {@link InputTooLargeError} {@link TurnOptionError} before anything is made.
   * @throws {ScheduleExistsError} when a schedule has this id.
   */
  async create<A extends TypedAgent = TypedAgent>(
    agent: AgentName<A>,
    input: string | readonly InputItem[],
    options: ScheduleOptions<A>,
  ): Promise<ScheduleView> {
    checkKnown('options', options, [...SCHEDULE_OPTIONS, ...TURN_OPTIONS]);
    const name = checkAgentName(agent);
    const scheduleId = checkNewScheduleId(options.scheduleId ?? `${name}-${randomUUID().slice(0, 8)}`);
    const spec = readTiming(options, Date.now());
    const policies = { overlap: readOverlap(options.overlap), catchupWindow: readCatchup(options.catchup) };
    const paused = checkFlag('paused', options.paused);
    const turn = { agent: name, input: checkInput(input), ...readSettings(options) };
    const { temporal, taskQueue, request } = this.#site;
    const action = turnAction({ scheduleId, taskQueue, turn, memo: readMemo(options) });
    const made = { scheduleId, spec, policies, state: { paused }, memo: { [AGENT_MEMO]: name }, action };
    await request(() => temporal.schedule.create(made)).catch((error: unknown) => {
      if (nameOf(error) === 'ScheduleAlreadyRunning') throw new ScheduleExistsError(scheduleId);
      throw refusalOf(error, options);
    });
    return this.show(scheduleId);
  }

  /**
   * The schedules that start turns, in the server's order; one that was just made may take a second to appear.
   * @param options `limit`: how many at most, 1 to 1,000, default 100.
   */
  async list(options: { readonly limit?: number } = {}): Promise<ScheduleSummary[]> {
    checkKnown('options', options, ['limit']);
    const { limit = 100 } = options;
    if (!Number.isInteger(limit) || limit < 1 || limit > MOST_LISTED) {
      throw new TurnOptionError('limit', limit, `1 to ${MOST_LISTED}`);
    }
    const { temporal, request } = this.#site;
    const { namespace, loadedDataConverter } = temporal.workflow.options;
    const found: ScheduleSummary[] = [];
    let nextPageToken: Uint8Array = new Uint8Array();
    do {
      const page = await request(() =>
        temporal.connection.workflowService.listSchedules({ namespace, maximumPageSize: limit, nextPageToken }),
      );
      for (const listed of page.schedules) {
        const schedule = await summaryOf(listed, namespace, loadedDataConverter);
        if (schedule) found.push(schedule);
      }
      ({ nextPageToken } = page);
    } while (nextPageToken.length > 0 && found.length < limit);
    return found.slice(0, limit);
  }

  /** All of a schedule: when it starts turns, what with, and which it has started. */
  async show(scheduleId: string): Promise<ScheduleView> {
    return viewOf(await this.#describe(scheduleId));
  }

  /**
   * Changes some of a schedule, from its next turn on; what isn't named stays as it is, its being paused included. An interval
   * that is given begins anew; `limits`, `context` and `memo` stand in the place of those before, whole.
   * @throws {InputRefusedError} {@link InputTooLargeError} {@link TurnOptionError} before anything is changed.
   */
  async update<A extends TypedAgent = TypedAgent>(
    scheduleId: string,
    changes: ScheduleChanges<A>,
  ): Promise<ScheduleView> {
    const next = changedSchedule(await this.#describe(scheduleId), changes, Date.now());
    await this.#with(scheduleId, (handle) => handle.update(() => next)).catch((error: unknown) => {
      throw refusalOf(error, changes);
    });
    return this.show(scheduleId);
  }

  /** Starts no turns until `resume`; those that run go on. */
  async pause(scheduleId: string, note = 'paused'): Promise<void> {
    await this.#own(scheduleId, (handle) => handle.pause(note));
  }

  /** Starts turns again, from the next time on. */
  async resume(scheduleId: string, note = 'resumed'): Promise<void> {
    await this.#own(scheduleId, (handle) => handle.unpause(note));
  }

  /**
   * Starts a turn now, paused or not, as far as the overlap policy lets it.
   * @throws {ScheduleNotTriggeredError} when it was left out, or has not started after 5 s.
   */
  async trigger<A extends TypedAgent = TypedAgent>(scheduleId: string): Promise<TurnHandle<OutputOf<A>>> {
    const before = await this.show(scheduleId);
    const known = new Set(before.recent.map(({ turnId }) => turnId));
    await this.#start(scheduleId, freeSecond(before, Date.now()));
    // The server only says that it was told.
    for (const until = Date.now() + TRIGGER_MS.most; Date.now() < until; await delay(TRIGGER_MS.every)) {
      const { recent, counts } = await this.show(scheduleId);
      const started = recent.findLast(({ turnId }) => !known.has(turnId));
      if (started) return this.#site.turn(started.turnId);
      if (counts.skipped > before.counts.skipped) break;
    }
    throw new ScheduleNotTriggeredError(scheduleId, before.overlap);
  }

  /** Ends the schedule. Its turns go on, and stay as they are. */
  async delete(scheduleId: string): Promise<void> {
    await this.#own(scheduleId, (handle) => handle.delete());
  }

  /** Has the server start a turn of this time, which is part of the turn's id; by the schedule's own overlap policy. */
  async #start(scheduleId: string, at: number): Promise<void> {
    const { workflowService } = this.#site.temporal.connection;
    const { namespace, identity } = this.#site.temporal.workflow.options;
    const triggerImmediately = { scheduledTime: timestampOf(at) };
    // The SDK's own request says that all may overlap.
    await this.#with(scheduleId, () =>
      workflowService.patchSchedule({
        namespace,
        scheduleId,
        identity,
        requestId: randomUUID(),
        patch: { triggerImmediately },
      }),
    );
  }

  /** A schedule of turns, never one of somebody else. */
  async #describe(scheduleId: string): Promise<ScheduleDescription> {
    const description = await this.#with(scheduleId, (handle) => handle.describe());
    const { workflowType } = description.action;
    const { namespace } = this.#site.temporal.workflow.options;
    if (workflowType !== AGENT_TURN) throw new ScheduleNotFoundError(scheduleId, namespace, workflowType);
    return description;
  }

  async #own<T>(scheduleId: string, work: (handle: ScheduleHandle) => Promise<T>): Promise<T> {
    await this.#describe(scheduleId);
    return this.#with(scheduleId, work);
  }

  async #with<T>(scheduleId: string, work: (handle: ScheduleHandle) => Promise<T>): Promise<T> {
    const { temporal, request } = this.#site;
    const handle = temporal.schedule.getHandle(checkScheduleId(scheduleId));
    return request(() => work(handle)).catch((error: unknown) => {
      if (nameOf(error) !== 'ScheduleNotFoundError' && !isNotFound(error)) throw error;
      throw new ScheduleNotFoundError(scheduleId, temporal.workflow.options.namespace);
    });
  }
}

/** By name: a second copy of the SDK has classes of its own. */
function nameOf(error: unknown): string | undefined {
  return error instanceof Error ? error.name : undefined;
}

/** What the server refuses of a timing: the SDK has a class of errors for it. */
function refusalOf(error: unknown, timing: { readonly cron?: string; readonly timezone?: string }): unknown {
  const isRefusal = error instanceof Error && error.name === 'TypeError';
  return isRefusal && (timing.cron ?? timing.timezone) !== undefined ? refusedTiming(timing, error.message) : error;
}

/** The next whole second of which no turn is known: turns of one second would have one id. */
function freeSecond({ recent }: ScheduleView, now: number): number {
  const taken = new Set(recent.map(({ dueAt }) => Math.floor(dueAt / SECOND_MS)));
  let second = Math.floor(now / SECOND_MS);
  while (taken.has(second)) second += 1;
  return second * SECOND_MS;
}
