/**
 * A turn that goes on in another run of its workflow. Rules: between steps alone, with nothing under way; whatever the
 * turn still needs goes along; its ids, its step numbers and the time that it may take are those of the first run.
 */
import { allHandlersFinished, makeContinueAsNewFunc, patched, workflowInfo } from '@temporalio/workflow';
import type { Carried } from '../contract/carried.js';
import { STARTED_MEMO } from '../contract/names.js';
import type { TurnInput } from '../contract/turn.js';
import { runIsDue, type RunSize } from '../protocol/run-size.js';
import { jsonBytes } from '../protocol/page.js';
import type { agentTurn } from './agent-turn.js';
import type { TurnState } from './turn-state.js';

/** Histories of before turns could continue go on as they are. */
const PATCH = 'everycall-continue';
/** What goes along in the next run's start; a payload holds 2 MB. */
const INLINE_BYTES = 1_000_000;
/** Results of one step go along even where nothing else does; steps with more are gone on from. */
const TAIL_BYTES = 1_500_000;

/** Says between steps whether the run is due. Somebody's update that is still being handled is waited for by another step. */
export function continuing(state: TurnState): () => boolean {
  let began: RunSize | undefined;
  return () => {
    const { historyLength: events, historySize: bytes, continueAsNewSuggested } = workflowInfo();
    if (!began) {
      began = { events, bytes };
      return false;
    }
    if (!runIsDue({ events, bytes }, began, continueAsNewSuggested) || !allHandlersFinished()) return false;
    // What stands after the last answer must go along in any case.
    return jsonBytes(state.transcript.entries.slice(state.answered)) <= TAIL_BYTES && patched(PATCH);
  };
}

/** What goes along of the transcript: all of it while it is small, else what the next run can't adopt from this one. */
function along({ transcript, after, ...carried }: Carried): Carried {
  const entries = 'entries' in transcript ? transcript.entries : [];
  if (jsonBytes(entries) <= INLINE_BYTES) return { ...carried, after, transcript };
  const { workflowId, runId } = workflowInfo();
  const source = { kind: 'turn-sent', workflowId, runId } as const;
  return { ...carried, after, transcript: { source, mark: after }, tail: entries.slice(after.length) };
}

/** Ends this run and begins the next one. Never returns. */
export function continueTurn({ before: _taken, ...input }: TurnInput, carried: Carried): Promise<never> {
  const { memo, startTime } = workflowInfo();
  const continueAsNew = makeContinueAsNewFunc<typeof agentTurn>({
    // A list of turns tells when a turn began by it: the server knows the run's own start alone.
    memo: { [STARTED_MEMO]: Math.floor(startTime.getTime()), ...memo },
  });
  return continueAsNew({ ...input, input: [], carried: along(carried) });
}
