/**
 * The `agentSession` workflow: a conversation of many turns, one at a time. Rules: a message is taken at once and never
 * waits for a turn; turns are children that nothing done to the session ends; the session continues as new only while no
 * turn and no handler of a message is open; what it goes on from stands in its own history. Idle, it waits for nothing but
 * messages.
 */
import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  defineSignal,
  defineUpdate,
  patched,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import {
  CANCEL_TURN_SIGNAL,
  END_UPDATE,
  RENEW_SIGNAL,
  SEND_UPDATE,
  type CancelTurn,
  type MessageAccepted,
  type SessionInput,
  type SessionMessage,
} from '../contract/session.js';
import { jsonBytes } from '../protocol/size.js';
import { entriesBefore } from './adopt-entries.js';
import { Archive } from './archive.js';
import { Conversation } from './conversation.js';
import { SessionInbox } from './session-inbox.js';
import { isOverfull, renewalDue } from './session-renewal.js';
import { SessionTurn } from './session-turn.js';

/** Messages of so many bytes of JSON may wait when the session continues as new: they go along. */
const MOST_CARRIED_BYTES = 500_000;
/** Bytes of JSON that a conversation may have: a model takes about as much, and each further turn reads all of it. */
const MOST_CONVERSATION_BYTES = 16_000_000;

/** Runs of before archives could go on in the next one wait for them. */
const ARCHIVES_PATCH = 'everycall-carried-archives';

/** A conversation. */
export async function agentSession({ agent, carried }: SessionInput): Promise<void> {
  const inbox = new SessionInbox(agent, carried);
  const run = receive(inbox);
  // Nothing that is done to the session reaches its turns; asked to cancel, it ends as if it was told to.
  CancellationScope.current().cancelRequested.catch(() => inbox.end());
  await CancellationScope.nonCancellable(async () => {
    if (carried) run.conversation = new Conversation(await entriesBefore(carried.before), carried);
    run.firstBytes = workflowInfo().historySize;
    await converse(inbox, run, new Archive(carried?.archiving));
  });
}

/** What of a session changes while it runs, beside its messages. */
interface SessionRun {
  conversation: Conversation;
  firstBytes: number;
  messages: number;
  turn: SessionTurn | undefined;
  renewalAsked: boolean;
  /** Messages that the turn is being told, by id. */
  steering: Map<string, Promise<boolean>>;
}

/** Works the messages of a run, one turn at a time, until the session is over or goes on in another run. */
async function converse(inbox: SessionInbox, run: SessionRun, archive: Archive): Promise<void> {
  for (;;) {
    await condition(() => inbox.hasWaiting || inbox.ending || isDue(run));
    if (isDue(run) && inbox.waitingBytes <= MOST_CARRIED_BYTES) {
      await condition(() => archive.isIdle || inbox.hasWaiting);
      if (!archive.isIdle && !patched(ARCHIVES_PATCH)) await archive.done();
      await condition(allHandlersFinished);
      await renew(inbox, run.conversation, archive);
    }
    const message = inbox.next();
    if (message) {
      setCurrentDetails(`turn ${message.turn}`);
      run.turn = new SessionTurn(message);
      const end = await run.turn.run(run.conversation, archive);
      run.turn = undefined;
      inbox.over(end);
      setCurrentDetails(`turn ${message.turn}: ${end}`);
    } else if (inbox.ending) {
      await archive.done();
      await condition(allHandlersFinished);
      // A message that could not be told to a turn may have come to wait meanwhile.
      if (!inbox.hasWaiting) return;
    }
  }
}

/** Registers what a session is told by. Handlers wait for nothing, but that a turn was told what it is to take in. */
function receive(inbox: SessionInbox): SessionRun {
  const nothing = { firstBytes: 0, messages: 0, turn: undefined, renewalAsked: false };
  const run: SessionRun = { conversation: new Conversation(), steering: new Map(), ...nothing };
  setHandler(
    defineUpdate<MessageAccepted, [SessionMessage]>(SEND_UPDATE),
    async (message) => {
      run.messages += 1;
      const { id, onBusy } = message;
      // Sent twice at once: which turn it has is known once the first is answered.
      const steering = run.steering.get(id);
      if (steering) await steering;
      else if (onBusy === 'steer') await steer(message, inbox, run);
      const { turn, isNew } = inbox.accept(message);
      if (isNew && onBusy === 'interrupt') run.turn?.cancel();
      return { turn };
    },
    {
      validator: (message) => {
        const refusal = inbox.refusal(message, whyFull(run));
        if (refusal) throw ApplicationFailure.create({ ...refusal, nonRetryable: true });
      },
      description: 'Gives the session a message; its turn begins when those before it have ended.',
    },
  );
  setHandler(defineUpdate(END_UPDATE), () => inbox.end(), {
    description: 'Takes no more messages, and closes the session once those that it has are worked.',
  });
  const cancelTurn = (cancel?: CancelTurn) => {
    if (run.turn && run.turn.message.turn === cancel?.turn) run.turn.cancel();
    // A signal that somebody sends by hand may say nothing.
    else if (cancel) inbox.cancel(cancel.turn);
  };
  setHandler(defineSignal<[CancelTurn?]>(CANCEL_TURN_SIGNAL), cancelTurn, {
    description: 'Cancels a turn that waits or runs, by its number.',
  });
  setHandler(defineSignal(RENEW_SIGNAL), () => void (run.renewalAsked = true), {
    description: 'Continues as new at the next chance, e.g. so that new code takes over.',
  });
  return run;
}

/** Has the turn that runs take the message in, which then has that turn. Where that can't be, it is as if it had not come. */
async function steer(message: SessionMessage, inbox: SessionInbox, { turn, steering }: SessionRun): Promise<void> {
  // With others before it, it would be said out of its order.
  if (!turn || inbox.hasWaiting || inbox.turnOf(message.id) !== undefined) return;
  inbox.steered(message, turn.message.turn);
  const told = turn.steer(message.input);
  steering.set(message.id, told);
  if (!(await told)) inbox.forget(message);
  steering.delete(message.id);
}

function sizeOf({ firstBytes, messages }: SessionRun) {
  const { continueAsNewSuggested: suggested, historyLength: events, historySize: bytes } = workflowInfo();
  return { suggested, events, bytes, firstBytes, messages };
}

function isDue(run: SessionRun): boolean {
  return run.renewalAsked || renewalDue(sizeOf(run));
}

function whyFull(run: SessionRun): string | undefined {
  if (run.conversation.bytes > MOST_CONVERSATION_BYTES) {
    return `the conversation is over ${MOST_CONVERSATION_BYTES} bytes: go on in another session`;
  }
  return isOverfull(sizeOf(run)) ? 'too much waits: send it again once turns have ended' : undefined;
}

/** Goes on in another run, which takes the conversation over, and what is still to be archived. */
function renew(inbox: SessionInbox, conversation: Conversation, archive: Archive): Promise<never> {
  const { workflowId, runId } = workflowInfo();
  const carried = { ...inbox.carried, ...(!archive.isIdle && { archiving: archive.turns }) };
  const from = conversation.forRun({ workflowId, runId }, jsonBytes(carried));
  return continueAsNew<typeof agentSession>({ agent: inbox.agent, carried: { ...carried, ...from } });
}
