/**
 * One turn of a session, as its child. Rules: nothing done to the session ends the turn; however the turn ends, even by
 * somebody's hand, its record is taken over whole, so that the next request is valid; a turn that can't be is left out.
 */
import {
  ChildWorkflowCancellationType,
  getExternalWorkflowHandle,
  isCancellation,
  log,
  ParentClosePolicy,
  startChild,
  uuid4,
  workflowInfo,
  type ChildWorkflowHandle,
} from '@temporalio/workflow';
import { AGENT_MEMO, AGENT_TURN } from '../contract/names.js';
import { STEER_SIGNAL, type Steer } from '../contract/people.js';
import { turnIdOf, type QueuedMessage, type SessionTurnRecord } from '../contract/session.js';
import type { TurnEnd, TurnInput } from '../contract/turn.js';
import type { Item } from '../protocol/item.js';
import { jsonBytes } from '../protocol/size.js';
import { adoptEntries } from './adopt-entries.js';
import type { Archive } from './archive.js';
import type { Conversation } from './conversation.js';

/** What a turn is told at most: it drops what is more without a word, since a signal has no answer. */
const MOST_STEERED_ITEMS = 100;
const MOST_STEERED_BYTES = 400_000;

type Turn = (input: TurnInput) => Promise<TurnEnd>;

/** The turn of one message. */
export class SessionTurn {
  readonly #turnId: string;
  #open = false;
  #cancelled: boolean;
  #steeredBytes = 0;

  constructor(readonly message: QueuedMessage) {
    this.#turnId = turnIdOf(workflowInfo().workflowId, message.turn);
    this.#cancelled = message.cancelled === true;
  }

  /** Works the turn, and takes what it added into the conversation. @returns how it ended. */
  async run(conversation: Conversation, archive: Archive): Promise<NonNullable<SessionTurnRecord['end']>> {
    const turnId = this.#turnId;
    let child: ChildWorkflowHandle<Turn>;
    try {
      child = await startTurn(turnId, turnInput(this.message, conversation));
    } catch (error) {
      log.warn('a turn of the session could not be started', { turnId, error: String(error) });
      return 'not_started';
    }
    this.#open = true;
    if (this.#cancelled) this.#askToEnd();
    const end = await endOf(child);
    this.#open = false;
    try {
      const { entries, archives, compacted, outgrown } = await adoptEntries({ kind: 'turn-own', workflowId: turnId });
      conversation.append(entries, compacted);
      // One that was ended by force has left no word of it.
      if (outgrown !== undefined) conversation.outgrown = outgrown ?? undefined;
      if (archives) archive.add({ turnId, sessionId: workflowInfo().workflowId });
    } catch (error) {
      log.warn('a turn of the session is lost: its history is gone', { turnId, error: String(error) });
    }
    return end;
  }

  /** Asks the turn to end, once it has begun. */
  cancel(): void {
    this.#cancelled = true;
    if (this.#open) this.#askToEnd();
  }

  /** Has the turn take in what a person says. @returns whether it does: one that is over, or can't be told this, doesn't. */
  async steer(items: readonly Item[]): Promise<boolean> {
    this.#steeredBytes += jsonBytes(items);
    const fits = items.length <= MOST_STEERED_ITEMS && this.#steeredBytes <= MOST_STEERED_BYTES;
    if (!this.#open || !fits || !items.every(({ type, role }) => type === 'message' && role === 'user')) return false;
    const steer: Steer = { id: uuid4().replaceAll('-', '').slice(0, 20), items };
    try {
      await getExternalWorkflowHandle(this.#turnId).signal(STEER_SIGNAL, steer);
      return true;
    } catch {
      return false;
    }
  }

  #askToEnd(): void {
    // It may have ended meanwhile.
    getExternalWorkflowHandle(this.#turnId)
      .cancel()
      .catch(() => undefined);
  }
}

function turnInput(message: QueuedMessage, conversation: Conversation): TurnInput {
  const { agent, input, context, limits, stream, cancelled } = message;
  const turn: TurnInput = {
    agent,
    input,
    ...(context !== undefined && { context }),
    ...(limits && { limits }),
    ...(stream && { stream }),
    ...(cancelled && { cancelled }),
  };
  if (cancelled || conversation.isEmpty) return turn;
  const { workflowId, runId } = workflowInfo();
  return { ...turn, ...conversation.forTurn({ workflowId, runId }, jsonBytes(turn)) };
}

function startTurn(turnId: string, turn: TurnInput): Promise<ChildWorkflowHandle<Turn>> {
  return startChild<Turn>(AGENT_TURN, {
    workflowId: turnId,
    args: [turn],
    parentClosePolicy: ParentClosePolicy.ABANDON,
    cancellationType: ChildWorkflowCancellationType.ABANDON,
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    memo: { [AGENT_MEMO]: turn.agent },
    staticSummary: turn.agent,
  });
}

async function endOf(child: ChildWorkflowHandle<Turn>): Promise<TurnEnd['result']['outcome']> {
  try {
    return (await child.result()).result.outcome;
  } catch (error) {
    return isCancellation(error) ? 'cancelled' : 'failed';
  }
}
