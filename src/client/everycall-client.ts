/** Starts turns, attaches to them and lists them. Rule: starting is idempotent by turn id, as long as the run is retained. */
import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { AGENT_TURN } from '../contract/names.js';
import type { TurnInput } from '../contract/turn.js';
import { requestUntilAborted } from '../history/until-aborted.js';
import type { AgentContext, AgentName, OutputOf, TypedAgent } from '../definition/agent-types.js';
import { checkInput, checkSize, type InputItem } from './check-input.js';
import { checkAgentName, checkContext, checkFlag, checkKnown, checkMemo, checkTurnId } from './check-options.js';
import { ClientClosedError } from './client-error.js';
import { AGENT_MEMO, listTurns, type ListOptions, type TurnSummary } from './list-turns.js';
import { countPollers } from './pollers.js';
import { TextPollers } from './text-pollers.js';
import { TurnHandle } from './turn-handle.js';
import { readTurnLimits, type TurnLimits } from './turn-limits.js';

/** How a turn is started. */
export interface StartOptions<Context = unknown> {
  /** Id of the turn: starting again with the same id attaches to the turn that is there. @default a random one */
  readonly turnId?: string;
  /** The caller's JSON for this turn (user, tenant, locale); readable in Temporal UI, so never a secret. */
  readonly context?: Context;
  /** Limits for this turn alone. @default the agent's own */
  readonly limits?: TurnLimits;
  /**
   * Stream the text of answers: `events()` then yields `text-delta`s, in any process. It costs requests to Temporal, up to
   * ten a second; see docs/streaming.md. @default false
   */
  readonly stream?: boolean;
  /** Notes on the workflow, shown by Temporal UI and `list`. JSON, up to 32 KB; names that begin with `everycall` are refused. */
  readonly memo?: Readonly<Record<string, unknown>>;
}

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
  readonly #ownsConnection: boolean;
  /** All handles share it, so that watchers of one turn share a poller. */
  readonly #texts = new TextPollers();
  readonly #closed = new AbortController();

  constructor(
    /** Temporal's own client, for what this one doesn't do. */
    readonly temporal: Client,
    options: { readonly taskQueue: string; readonly ownsConnection: boolean },
  ) {
    this.taskQueue = options.taskQueue;
    this.#ownsConnection = options.ownsConnection;
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
    checkKnown('options', options, ['turnId', 'context', 'limits', 'stream', 'memo']);
    const { context } = options;
    const memo = checkMemo(options.memo === undefined ? {} : options.memo);
    checkContext(context);
    const stream = checkFlag('stream', options.stream);
    const turnId = options.turnId === undefined ? `turn-${randomUUID()}` : checkTurnId(options.turnId);
    const limits = readTurnLimits(options.limits);
    const turn: TurnInput = {
      agent: checkAgentName(agent),
      input: checkInput(input),
      ...(context !== undefined && { context }),
      ...(limits && { limits }),
      ...(stream && { stream }),
    };
    checkSize(turn);
    try {
      const { workflow } = this.temporal;
      await this.#untilClosed(() =>
        workflow.start(AGENT_TURN, {
          workflowId: turnId,
          taskQueue: this.taskQueue,
          args: [turn],
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
          workflowIdConflictPolicy: 'USE_EXISTING',
          memo: { ...memo, [AGENT_MEMO]: turn.agent },
          staticSummary: turn.agent,
        }),
      );
    } catch (error) {
      // By name too: a second copy of the SDK has classes of its own.
      const there =
        error instanceof WorkflowExecutionAlreadyStartedError ||
        nameOf(error) === 'WorkflowExecutionAlreadyStartedError';
      if (!there) throw error;
    }
    return new TurnHandle(this.temporal, turnId, { ...this.#handleOptions(), started: true });
  }

  /**
   * Attaches to a turn of any process. Nothing is sent yet: an unknown id shows when the handle is used.
   * @throws {TurnOptionError} when it can't be the id of a turn.
   */
  turn<Output = string>(turnId: string): TurnHandle<Output> {
    return new TurnHandle(this.temporal, checkTurnId(turnId), this.#handleOptions());
  }

  /** The latest turns of the namespace, the newest first as the server sorts them. */
  list(options: ListOptions = {}): Promise<TurnSummary[]> {
    return this.#untilClosed(() => listTurns(this.temporal, options));
  }

  /** How many workers poll a task queue for workflows; 0 means that turns there wait. @param taskQueue the client's own */
  pollers(taskQueue: string = this.taskQueue): Promise<number> {
    return this.#untilClosed(() => countPollers(this.temporal, taskQueue));
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

function nameOf(error: unknown): string | undefined {
  return error instanceof Error ? error.name : undefined;
}
