/**
 * A turn that goes on in another run of its workflow. Rules: between steps alone, with nothing under way; whatever the
 * turn still needs goes along; its ids, its step numbers and the time that it may take are those of the first run.
 */
import { allHandlersFinished, makeContinueAsNewFunc, patched, workflowInfo } from '@temporalio/workflow';
import type { Carried } from '../contract/carried.js';
import { STARTED_MEMO } from '../contract/names.js';
import type { TurnInput } from '../contract/turn.js';
import { runIsDue, type RunSize } from '../protocol/run-size.js';
import { PAYLOAD_BYTES, STORED_BYTES, jsonBytes } from '../protocol/size.js';
import type { agentTurn } from './agent-turn.js';
import type { TurnState } from './turn-state.js';

/** Histories of before turns could continue go on as they are. */
const PATCH = 'everycall-continue';
/** The next run's start with a transcript that goes along in it; a payload holds 2 MB. */
const INLINE_BYTES = 1_000_000;
/** The start with no more of the transcript than the last step's results, which go along in any case: a step with more ends no run. */
const LEAST_BYTES = 1_800_000;

/** Says between steps whether the run is due. Somebody's update that is still being handled is waited for by another step. */
export function continuing(state: TurnState, input: TurnInput): () => boolean {
  let began: RunSize | undefined;
  return () => {
    const { historyLength: events, historySize: bytes, continueAsNewSuggested } = workflowInfo();
    if (!began) {
      began = { events, bytes };
      return false;
    }
    if (!runIsDue({ events, bytes }, began, continueAsNewSuggested) || !allHandlersFinished()) return false;
    return jsonBytes(nextInput(input, adopting(state.carry()))) <= mostBytes(input) && patched(PATCH);
  };
}

/** A run whose own start is no payload of Temporal's has it from external storage: the next one's goes there, too. */
function mostBytes(input: TurnInput): number {
  return jsonBytes(input) > PAYLOAD_BYTES ? STORED_BYTES : LEAST_BYTES;
}

/** What the next run is started with. */
function nextInput({ before: _taken, ...input }: TurnInput, carried: Carried): TurnInput {
  return { ...input, input: [], carried };
}

/** What goes along where the next run adopts the transcript from this one, but for what stands after the last answer. */
function adopting({ transcript, after, ...carried }: Carried): Carried {
  const entries = 'entries' in transcript ? transcript.entries : [];
  const { workflowId, runId } = workflowInfo();
  const source = { kind: 'turn-sent', workflowId, runId } as const;
  return { ...carried, after, transcript: { source, mark: after }, tail: entries.slice(after.length) };
}

/** Ends this run and begins the next one. Never returns. */
export function continueTurn(input: TurnInput, carried: Carried): Promise<never> {
  const { memo, startTime } = workflowInfo();
  const continueAsNew = makeContinueAsNewFunc<typeof agentTurn>({
    // A list of turns tells when a turn began by it: the server knows the run's own start alone.
    memo: { [STARTED_MEMO]: Math.floor(startTime.getTime()), ...memo },
  });
  const whole = nextInput(input, carried);
  return continueAsNew(jsonBytes(whole) <= INLINE_BYTES ? whole : nextInput(input, adopting(carried)));
}
