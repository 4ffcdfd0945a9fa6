/**
 * A turn in the hands of a caller, in whatever process started it. Rule: everything but `cancel`, previews and what people say reads
 * history, which needs no worker, tells the exact order, and never asks the workflow.
 */
import type { Client } from '@temporalio/client';
import {
  CANCEL_CALL_UPDATE,
  DECIDE_UPDATE,
  STEER_UPDATE,
  type CallName,
  type CancelCall,
  type Decision,
} from '../contract/people.js';
import { CANCEL_TURN_SIGNAL, parseTurnId, type CancelTurn } from '../contract/session.js';
import type { TurnResult } from '../contract/turn.js';
import { isNotFound } from '../history/grpc-fault.js';
import {
  describeTurn,
  readClose,
  readView,
  TurnNotBegunError,
  type HistorySize,
  type TurnSource,
} from '../history/read-turn.js';
import { recordedEnd } from '../history/temporal-close.js';
import type { TurnEvent } from '../history/turn-event.js';
import { requestUntilAborted } from '../history/until-aborted.js';
import type { Approval, CallView, TurnView } from '../history/turn-view.js';
import type { Item } from '../protocol/item.js';
import { startFork, type ForkOptions } from './fork.js';
import { approvalsBelow, decidingTurn } from './approvals.js';
import type { InputItem } from './check-input.js';
import {
  checkCall,
  readApproval,
  readDenial,
  readSteer,
  type ApproveOptions,
  type DenyOptions,
  type SteerOptions,
} from './people-options.js';
import { speakToTurn, type SpokenTo } from './speak-to-turn.js';
import { liveEvents } from './live-events.js';
import { TextPollers } from './text-pollers.js';

/** What waits can be ended by. */
export interface WaitOptions {
  /** Ends the waiting, not the turn; the promise or the iteration rejects with the signal's reason. @default none */
  readonly signal?: AbortSignal;
}

/**
 * A handle on a turn. All methods throw {@link TurnNotFoundError} for an id that no turn has, and
 * {@link ClientClosedError} once the client is closed, also while they wait. For a turn of a session that waits for those
 * before it, `result` and `events` wait, `cancel` cancels it, and the others throw {@link TurnNotBegunError} (what only reads,
 * after 5 s).
 */
export class TurnHandle<Output = string> {
  readonly #temporal: Client;
  readonly #source: TurnSource;
  readonly #texts: TextPollers;

  /** Made by `startTurn` and `turn`. */
  constructor(
    temporal: Client,
    readonly turnId: string,
    options: Pick<TurnSource, 'started' | 'sessionId' | 'closed'> & { readonly texts?: TextPollers } = {},
  ) {
    const { started = false, texts = new TextPollers(), closed, sessionId } = options;
    this.#temporal = temporal;
    this.#texts = texts;
    const { connection } = temporal;
    const { namespace, loadedDataConverter: converter } = temporal.workflow.options;
    this.#source = {
      connection,
      namespace,
      converter,
      turnId,
      started,
      ...(sessionId !== undefined && { sessionId }),
      ...(closed && { closed }),
    };
  }

  /** Waits for the turn's end. Doesn't throw for how it ended: see `outcome`. */
  async result({ signal }: WaitOptions = {}): Promise<TurnResult<Output>> {
    // `Output` is the agent's own promise, kept by its worker.
    const closed = await readClose(this.#source, signal);
    const recorded = closed && recordedEnd(closed, undefined);
    if (recorded) return recorded.result as TurnResult<Output>;
    // A cancelled turn's end stands further up, and one that Temporal closed is told by its whole history.
    const { result } = await this.view();
    return (result ?? (await this.result({ ...(signal && { signal }) }))) as TurnResult<Output>;
  }

  /**
   * What happens in the turn, from its beginning and in the order of its history, until it has ended. A turn that was
   * started with `stream: true` has `text-delta`s among them while the model speaks.
   */
  events({ signal }: WaitOptions = {}): AsyncGenerator<TurnEvent, void, undefined> {
    return liveEvents(this.#source, this.#texts, signal);
  }

  /** All that is known by now, with the size of the turn's history. */
  async view(): Promise<TurnView & { readonly history: HistorySize }> {
    return readView(this.#source);
  }

  /** The turn's calls by now, by step and position. */
  async calls(): Promise<readonly CallView[]> {
    return (await this.view()).calls;
  }

  /**
   * The transcript by now, the input included: all that was said. Once the turn has ended a next request can be built on it.
   * With `compacted: true` it is what the model is sent of it, a summary in the place of what was compacted.
   */
  async transcript({ compacted = false }: { readonly compacted?: boolean } = {}): Promise<Item[]> {
    const { entries, sent = entries } = await this.view();
    return (compacted ? sent : entries).map((entry) => entry.item);
  }

  /**
   * Starts a new turn from a step of this one, which stays as it is, running or ended. The new one runs on the same task
   * queue, and by the same agent, context and limits unless others are given.
   * @throws {TurnOptionError} when the turn has no such step. {@link InputRefusedError} {@link InputTooLargeError}
   */
  async fork<Forked = Output>(options: ForkOptions): Promise<TurnHandle<Forked>> {
    const { closed } = this.#source;
    const turnId = await startFork(this.#temporal, () => this.view(), options, closed);
    return new TurnHandle(this.#temporal, turnId, { started: true, texts: this.#texts, ...(closed && { closed }) });
  }

  /**
   * Says something to the model before its next answer: open calls end first, or are cancelled by `cancelCalls`. A turn that
   * was about to complete goes on with it.
   * @throws {TurnRefusedError} when the turn has ended or is at a limit, or a call to cancel is not open: then nothing is said.
   * {@link TurnSilentError} when no worker takes it. {@link InputRefusedError} {@link TurnOptionError} before it is sent.
   */
  async steer(input: string | readonly InputItem[], options: SteerOptions = {}): Promise<void> {
    await speakToTurn(this.#spokenTo(), STEER_UPDATE, readSteer(input, options));
  }

  /**
   * Cancels one open call, by its id (of calls that share it the latest) or its place; its siblings and the turn go on. If it
   * had finished by then, its result stays.
   * @throws {TurnRefusedError} when it is not open. {@link TurnSilentError} {@link TurnOptionError}
   */
  async cancelCall(call: CallName): Promise<void> {
    const payload: CancelCall = { call: checkCall('call', call) };
    await speakToTurn(this.#spokenTo(), CANCEL_CALL_UPDATE, payload);
  }

  /** The calls that wait for a person now, in this turn and in those of its sub-agents. */
  async approvals(): Promise<Approval[]> {
    return approvalsBelow(this.#source);
  }

  /**
   * Has a call run that waits for a person, with other arguments if given: they are checked against the tool's schema first.
   * @param approvalId one of `approvals()`, of this turn or of a sub-agent's.
   * @throws {TurnRefusedError} when it was decided before, is of other arguments, or the new ones don't fit: nothing changed.
   * {@link TurnSilentError} {@link TurnOptionError}
   */
  async approve(approvalId: string, options: ApproveOptions = {}): Promise<void> {
    await this.#decide(readApproval(approvalId, options));
  }

  /**
   * Has a call not run that waits for a person; it ends as `denied`, and the model is told the reason.
   * @throws {TurnRefusedError} {@link TurnSilentError} {@link TurnOptionError} as `approve` does.
   */
  async deny(approvalId: string, reason: string, options: DenyOptions = {}): Promise<void> {
    await this.#decide(readDenial(approvalId, reason, options));
  }

  /**
   * Asks the turn to end: finished results stay, the others are recorded as cancelled. Without effect once it has ended. One
   * that waits for others of its session asks the model nothing, and ends when they have.
   */
  async cancel(): Promise<void> {
    try {
      const handle = this.#temporal.workflow.getHandle(this.turnId);
      await this.#request(() => handle.cancel());
    } catch (error) {
      // The server says the same of a turn that has ended; `describeTurn` throws when there is none.
      const closed = isNotFound(error) || (error instanceof Error && error.name === 'WorkflowNotFoundError');
      if (!closed) throw error;
      await this.#cancelWaiting();
    }
  }

  async #cancelWaiting(): Promise<void> {
    try {
      await describeTurn(this.#source);
    } catch (error) {
      const named = error instanceof TurnNotBegunError && parseTurnId(this.turnId);
      if (!named) throw error;
      const session = this.#temporal.workflow.getHandle(named.sessionId);
      await this.#request(() => session.signal<[CancelTurn]>(CANCEL_TURN_SIGNAL, { turn: named.turn }));
    }
  }

  #request<T>(send: () => Promise<T>): Promise<T> {
    return requestUntilAborted(this.#source.connection, [this.#source.closed], send);
  }

  async #decide(decision: Decision): Promise<void> {
    const turnId = decidingTurn(this.turnId, decision.approvalId);
    await speakToTurn(this.#spokenTo(turnId), DECIDE_UPDATE, decision);
  }

  #spokenTo(turnId = this.turnId): SpokenTo {
    return { temporal: this.#temporal, source: { ...this.#source, turnId } };
  }
}
