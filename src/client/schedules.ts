/**
 * Standing jobs: turns that the server starts by itself, on Temporal Schedules. Rules: a schedule's turn is checked as any
 * other before the schedule is made; each of its turns is one like any other, `<schedule>-<time>`.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client, ScheduleHandle } from '@temporalio/client';
import { AGENT_MEMO, AGENT_TURN, CRON_MEMO, SCHEDULE_MEMO } from '../contract/names.js';
import type { AgentName, OutputOf, TypedAgent } from '../definition/agent-types.js';
import { PayloadReader } from '../history/payload-reader.js';
import { readNotes } from '../history/read-memo.js';
import { checkInput, checkSize, type InputItem } from './check-input.js';
import { checkAgentName, checkFlag, checkKnown } from './check-options.js';
import { TurnOptionError } from './input-error.js';
import { ScheduleExistsError, ScheduleNotFoundError, ScheduleNotTriggeredError } from './schedule-error.js';
import {
  checkScheduleId,
  readPolicies,
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

/** Bytes of JSON that a scheduled turn may start with: the server keeps and copies it as long as the schedule stands. */
const MOST_SCHEDULED_BYTES = 500_000;
const MOST_LISTED = 1_000;
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
    const { cron } = options;
    const scheduleId = checkScheduleId(options.scheduleId ?? `${name}-${randomUUID().slice(0, 8)}`);
    const spec = readTiming(options, Date.now());
    const policies = readPolicies(options);
    const paused = checkFlag('paused', options.paused);
    const notes = { ...readMemo(options), [AGENT_MEMO]: name };
    const turn = { agent: name, input: checkInput(input), ...readSettings(options) };
    checkSize(turn, MOST_SCHEDULED_BYTES);
    const { temporal, taskQueue, request } = this.#site;
    const made = {
      scheduleId,
      spec,
      policies,
      state: { paused },
      memo: { [AGENT_MEMO]: name, ...(cron !== undefined && { [CRON_MEMO]: cron }) },
      action: {
        type: 'startWorkflow',
        workflowType: AGENT_TURN,
        workflowId: scheduleId,
        taskQueue,
        args: [turn],
        memo: { ...notes, [SCHEDULE_MEMO]: scheduleId },
        staticSummary: name,
      },
    } as const;
    await request(() => temporal.schedule.create(made)).catch((error: unknown) => {
      if (nameOf(error) === 'ScheduleAlreadyRunning') throw new ScheduleExistsError(scheduleId);
      // The SDK's class for what the server refuses as no valid argument.
      if (cron !== undefined && error instanceof Error && error.name === 'TypeError') {
        throw refusedTiming(options, error.message);
      }
      throw error;
    });
    return this.show(scheduleId);
  }

  /**
   * The schedules that start turns, in the server's order; one that was just made may take a second to appear.
   * @param options `limit`: how many at most, 1 to 1,000, default 100.
   */
  async list({ limit = 100 }: { readonly limit?: number } = {}): Promise<ScheduleSummary[]> {
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
    const { temporal } = this.#site;
    const description = await this.#with(scheduleId, (handle) => handle.describe());
    const { workflowType } = description.action;
    const { namespace, loadedDataConverter } = temporal.workflow.options;
    if (workflowType !== AGENT_TURN) throw new ScheduleNotFoundError(scheduleId, namespace, workflowType);
    const reader = new PayloadReader(scheduleId, namespace, loadedDataConverter);
    return viewOf(description, await readNotes(description.raw.memo, reader));
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
   * @throws {ScheduleNotTriggeredError} when none has started after 5 s.
   */
  async trigger<A extends TypedAgent = TypedAgent>(scheduleId: string): Promise<TurnHandle<OutputOf<A>>> {
    const before = await this.show(scheduleId);
    const known = new Set(before.recent.map(({ turnId }) => turnId));
    await this.#with(scheduleId, (handle) => handle.trigger());
    // The server only says that it was told.
    for (const until = Date.now() + TRIGGER_MS.most; Date.now() < until; await delay(TRIGGER_MS.every)) {
      const { recent } = await this.show(scheduleId);
      const started = recent.findLast(({ turnId }) => !known.has(turnId));
      if (started) return this.#site.turn(started.turnId);
    }
    throw new ScheduleNotTriggeredError(scheduleId, before.overlap, TRIGGER_MS.most);
  }

  /** Ends the schedule. Its turns go on, and stay as they are. */
  async delete(scheduleId: string): Promise<void> {
    await this.#own(scheduleId, (handle) => handle.delete());
  }

  /** Does something to a schedule of turns, never to one of somebody else. */
  async #own<T>(scheduleId: string, work: (handle: ScheduleHandle) => Promise<T>): Promise<T> {
    await this.show(scheduleId);
    return this.#with(scheduleId, work);
  }

  async #with<T>(scheduleId: string, work: (handle: ScheduleHandle) => Promise<T>): Promise<T> {
    const { temporal, request } = this.#site;
    const handle = temporal.schedule.getHandle(checkScheduleId(scheduleId));
    return request(() => work(handle)).catch((error: unknown) => {
      if (nameOf(error) !== 'ScheduleNotFoundError') throw error;
      throw new ScheduleNotFoundError(scheduleId, temporal.workflow.options.namespace);
    });
  }
}

/** By name: a second copy of the SDK has classes of its own. */
function nameOf(error: unknown): string | undefined {
  return error instanceof Error ? error.name : undefined;
}
