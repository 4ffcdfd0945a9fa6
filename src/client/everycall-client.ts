/** Starts turns, attaches to them and lists them. Rule: starting is idempotent by turn id, as long as the run is retained. */
import { setMaxListeners } from 'node:events';
import type { Client } from '@temporalio/client';
import { parseTurnId } from '../contract/session.js';
import { requestUntilAborted } from '../history/until-aborted.js';
import type { AgentContext, AgentName, OutputOf, TypedAgent } from '../definition/agent-types.js';
import { checkInput, type InputItem } from './check-input.js';
import { checkAgentName, checkKnown, checkTurnId } from './check-options.js';
import { checkSessionId } from './check-session.js';
import { ClientClosedError } from './client-error.js';
import { listTurns, type ListOptions, type TurnSummary } from './list-turns.js';
import { allApprovals, type ApprovalsOptions } from './approvals.js';
import type { Approval } from '../history/turn-view.js';
import { pollersOf } from './pollers.js';
import { Schedules } from './schedules.js';
import { SendOrder } from './send-order.js';
import { SessionHandle } from './session-handle.js';
import { readMemo, readSettings, readTurnId, startTurnOnce, TURN_OPTIONS, type StartOptions } from './start-turn.js';
import { TextPollers } from './text-pollers.js';
import { TurnHandle } from './turn-handle.js';

/** Options of `startTurn` by the agent's type: required when the agent has a context. */
export type StartArguments<A extends TypedAgent> = [unknown] extends [AgentContext<A>]
  ? [options?: StartOptions]
  : undefined extends AgentContext<A>
    ? [options?: StartOptions<AgentContext<A>>]
    : [options: StartOptions<AgentContext<A>> & { readonly context: AgentContext<A> }];

/** A client of everycall. Made by `connect`. */
export class EverycallClient {
  /** Task queue on which turns are started. */
  readonly taskQueue: string;
  /** Turns that the server starts by itself, at certain times. */
  readonly schedules: Schedules;
  readonly #ownsConnection: boolean;
  /** All handles share it, so that watchers of one turn share a poller. */
  readonly #texts = new TextPollers();
  readonly #order = new SendOrder();
  readonly #closed = new AbortController();

  constructor(
    /** Temporal's own client, for what this one doesn't do. */
    readonly temporal: Client,
    options: { readonly taskQueue: string; readonly ownsConnection: boolean },
  ) {
    this.taskQueue = options.taskQueue;
    this.#ownsConnection = options.ownsConnection;
    this.schedules = new Schedules({
      temporal,
      taskQueue: this.taskQueue,
      request: (send) => this.#untilClosed(send),
      turn: (turnId) => this.turn(turnId),
    });
    // One for each request under way: many are no leak.
    setMaxListeners(0, this.#closed.signal);
  }

  /** The namespace that turns are in. */
  get namespace(): string {
    return this.temporal.workflow.options.namespace;
  }

  /**
   * Starts a turn, or attaches to the one that has this `turnId`, running or ended. Typed by the agent:
   * `startTurn<typeof shop>('shop', …)`.
   * @param input a text, or items: an earlier conversation, images, files (`fromChatMessages` converts Chat messages).
   * @throws {InputRefusedError} {@link InputTooLargeError} {@link TurnOptionError} before anything is sent.
   */
  async startTurn<A extends TypedAgent = TypedAgent>(
    agent: AgentName<A>,
    input: string | readonly InputItem[],
    ...[options = {}]: StartArguments<A>
  ): Promise<TurnHandle<OutputOf<A>>> {
    checkKnown('options', options, ['turnId', ...TURN_OPTIONS]);
    const memo = readMemo(options);
    const turnId = readTurnId(options);
    const settings = readSettings(options);
    const turn = { agent: checkAgentName(agent), input: checkInput(input), ...settings };
    const start = { turnId, taskQueue: this.taskQueue, turn, memo };
    const started = await startTurnOnce(this.temporal, start, this.#closed.signal);
    return new TurnHandle(this.temporal, turnId, { ...this.#handleOptions(), started });
  }

  /**
   * Attaches to a turn of any process. Nothing is sent yet: an unknown id shows when the handle is used.
   * @throws {TurnOptionError} when it can't be the id of a turn.
   */
  turn<Output = string>(turnId: string): TurnHandle<Output> {
    const { sessionId } = parseTurnId(checkTurnId(turnId)) ?? {};
    return new TurnHandle(this.temporal, turnId, {
      ...this.#handleOptions(),
      ...(sessionId !== undefined && { sessionId }),
    });
  }

  /**
   * A conversation of many turns with an agent; it begins with the first message that is sent to it. Nothing is sent yet.
   * Typed by the agent: `session<typeof shop>('shop', …)`.
   * @throws {TurnOptionError} when no agent or no session can have this name.
   */
  session<A extends TypedAgent = TypedAgent>(agent: AgentName<A>, sessionId: string): SessionHandle<A> {
    const place = { temporal: this.temporal, taskQueue: this.taskQueue, order: this.#order, ...this.#handleOptions() };
    return new SessionHandle(place, checkAgentName(agent), checkSessionId(sessionId));
  }

  /** The latest turns of the namespace, the newest first as the server sorts them. */
  list(options: ListOptions = {}): Promise<TurnSummary[]> {
    return this.#untilClosed(() => listTurns(this.temporal, options));
  }

  /**
   * The calls that wait for a person in all running turns, those of sub-agents included. By a search attribute where it is
   * registered (`everycall setup`), else by looking through the running turns, up to 10,000. The server's lists are about a
   * second behind.
   */
  approvals(options: ApprovalsOptions = {}): Promise<Approval[]> {
    return this.#untilClosed(() => allApprovals(this.temporal, options, this.#closed.signal));
  }

  /** How many workers poll a task queue for workflows; 0 means that turns there wait. @param taskQueue the client's own */
  pollers(taskQueue: string = this.taskQueue): Promise<number> {
    return this.#untilClosed(async () => (await pollersOf(this.temporal, taskQueue)).length);
  }

  /**
   * Ends all that this client and its handles wait for, which rejects with {@link ClientClosedError}, and then closes the
   * connection, unless it was given to `connect`. Turns go on. Closing again does nothing.
   */
  async close(): Promise<void> {
    if (this.#closed.signal.aborted) return;
    // First: a closed connection would fail requests in words of its own, and late.
    this.#closed.abort(new ClientClosedError());
    if (this.#ownsConnection) await this.temporal.connection.close();
  }

  #untilClosed<T>(request: () => Promise<T>): Promise<T> {
    return requestUntilAborted(this.temporal.connection, [this.#closed.signal], request);
  }

  #handleOptions() {
    return { texts: this.#texts, closed: this.#closed.signal };
  }
}
