/** A conversation in the hands of a caller, in whatever process. Rule: reading asks history alone, sending the session alone. */
import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { END_UPDATE, turnIdOf, type OnBusy, type SessionMessage } from '../contract/session.js';
import type { AgentContext, OutputOf, TypedAgent } from '../definition/agent-types.js';
import { readTurnView } from '../history/read-entries.js';
import { describeSession, readSessionView, type SessionSource } from '../history/read-session.js';
import { TurnNotFoundError, type TurnSource } from '../history/read-turn.js';
import type { SessionTurn } from '../history/session-fold.js';
import type { TurnView } from '../history/turn-view.js';
import { requestUntilAborted } from '../history/until-aborted.js';
import type { Item } from '../protocol/item.js';
import { mostPayloadBytes } from '../protocol/size.js';
import { checkInput, checkSize, type InputItem } from './check-input.js';
import { checkKnown } from './check-options.js';
import { checkMessageId, checkOnBusy, checkSignal } from './check-session.js';
import { MOST_WAIT_MS, sendMessage } from './send-message.js';
import { SessionUnansweredError } from './session-error.js';
import type { SendOrder } from './send-order.js';
import { readSettings, type StartOptions } from './start-turn.js';
import type { TextPollers } from './text-pollers.js';
import { TurnHandle, type WaitOptions } from './turn-handle.js';
import { whilePassing } from './while-passing.js';

/** How a message is sent. */
export interface SendOptions<Context = unknown>
  extends Pick<StartOptions<Context>, 'context' | 'limits' | 'stream'>, WaitOptions {
  /** Id of the message: sent again with the same id it is one message, and gives the same turn. @default a random one */
  readonly messageId?: string;
  /** What happens while a turn of the session runs, or others wait. @default 'queue' */
  readonly onBusy?: OnBusy;
}

/** Options of `send` by the agent's type: required when the agent has a context. */
export type SendArguments<A extends TypedAgent> = [unknown] extends [AgentContext<A>]
  ? [options?: SendOptions]
  : undefined extends AgentContext<A>
    ? [options?: SendOptions<AgentContext<A>>]
    : [options: SendOptions<AgentContext<A>> & { readonly context: AgentContext<A> }];

/** What a handle on a session is made of. */
export interface SessionPlace {
  readonly temporal: Client;
  readonly taskQueue: string;
  readonly texts: TextPollers;
  readonly order: SendOrder;
  readonly closed: AbortSignal;
}

/**
 * A handle on a session. Reading throws {@link SessionNotFoundError} for a session that nothing was sent to yet; all
 * methods throw {@link ClientClosedError} once the client is closed.
 */
export class SessionHandle<A extends TypedAgent = TypedAgent> {
  readonly #place: SessionPlace;
  readonly #source: SessionSource;

  /** Made by `session`. */
  constructor(
    place: SessionPlace,
    readonly agent: string,
    readonly sessionId: string,
  ) {
    this.#place = place;
    const { connection } = place.temporal;
    const { namespace, loadedDataConverter: converter } = place.temporal.workflow.options;
    this.#source = { connection, namespace, converter, sessionId, closed: place.closed };
  }

  /**
   * Sends a message; the session begins with the first. Resolves as soon as it is taken, with the turn that works it, whose
   * id is `<session>/<n>`: that turn may still wait for those before it, and then so do its `result` and `events`.
   * @throws {InputRefusedError} {@link InputTooLargeError} {@link TurnOptionError} before anything is sent.
   * @throws {SessionRefusedError} {@link SessionClosedError} {@link SessionUnansweredError}
   */
  async send(
    input: string | readonly InputItem[],
    ...[options = {}]: SendArguments<A>
  ): Promise<TurnHandle<OutputOf<A>>> {
    checkKnown('options', options, ['messageId', 'onBusy', 'context', 'limits', 'stream', 'signal']);
    const { messageId = `message-${randomUUID()}`, onBusy = 'queue', signal } = options;
    const message: SessionMessage = {
      ...readSettings(options),
      agent: this.agent,
      id: checkMessageId(messageId),
      onBusy: checkOnBusy(onBusy),
      input: checkInput(input),
    };
    checkSize(message, mostPayloadBytes(this.#source.converter.externalStorage));
    const target = { ...this.#place, source: this.#source };
    const { turn } = await sendMessage(target, message, checkSignal(signal));
    return this.turn(turn);
  }

  /** A turn by its number, from 1. */
  turn(number: number): TurnHandle<OutputOf<A>> {
    const { temporal, texts, closed } = this.#place;
    const { sessionId } = this;
    return new TurnHandle(temporal, turnIdOf(sessionId, number), { texts, closed, sessionId });
  }

  /** The latest turns, up to 1,000, oldest first: those that wait, the one that runs, and how the others ended. */
  async turns(): Promise<readonly SessionTurn[]> {
    return (await readSessionView(this.#source)).turns;
  }

  /**
   * The conversation by now, with that of the turn that runs. Once no turn runs, a next request can be built on it. It is
   * all that was said, whatever was compacted of it for the model.
   */
  async transcript(): Promise<Item[]> {
    const { entries, openTurnId: turnId } = await readSessionView(this.#source);
    const view = turnId === undefined ? undefined : await turnViewIfKept({ ...this.#source, turnId });
    const added = view?.entries.slice(view.before ?? 0) ?? [];
    return [...entries, ...added].map(({ item }) => item);
  }

  /**
   * Ends the session: it takes no more messages, and closes once those that it has are worked. Doing it again does nothing.
   * @throws {SessionUnansweredError} when no worker takes it.
   */
  async end(): Promise<void> {
    const { temporal, taskQueue, closed } = this.#place;
    const { runId } = await describeSession(this.#source);
    const tooLong = AbortSignal.timeout(MOST_WAIT_MS);
    try {
      const signals = [closed, tooLong];
      const handle = temporal.workflow.getHandle(this.sessionId);
      await whilePassing(signals, () =>
        requestUntilAborted(temporal.connection, signals, () => handle.executeUpdate(END_UPDATE)),
      );
    } catch (error) {
      if (tooLong.aborted) throw new SessionUnansweredError(this.sessionId, undefined, taskQueue, MOST_WAIT_MS);
      if (!(error instanceof Error && error.name === 'WorkflowNotFoundError')) throw error;
      // It was over before; where another run has begun, that one is told.
      if ((await describeSession(this.#source)).runId !== runId) await this.end();
    }
  }
}

/** A turn whose history is gone is lost for the session, too. */
async function turnViewIfKept(turn: TurnSource): Promise<TurnView | undefined> {
  try {
    return await readTurnView(turn);
  } catch (error) {
    if (error instanceof TurnNotFoundError) return undefined;
    throw error;
  }
}
