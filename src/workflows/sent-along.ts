/**
 * What goes along with a model call, so that in short turns its worker needs to ask the turn for nothing. Rule: an item
 * enters history once, so a transcript goes along only while it is small, and a context only when it is; what is larger is
 * asked for by query. No other activity stands before the first model call: it would cost every turn a hop.
 */
import type { CallModelInput, FirstCall } from '../contract/call-model.js';
import type { TurnInput } from '../contract/turn.js';
import type { Entry } from '../protocol/entry.js';
import { jsonBytes } from '../protocol/size.js';

/** Most bytes of the transcript, and of the context, that are sent along. */
const SMALL_BYTES = 4_000;

type SentAlong = Pick<CallModelInput, 'entries' | 'first'>;

/** Says what goes along with each model call of a turn. */
export function sendingAlong({
  context,
  limits,
  budget,
  carried,
}: TurnInput): (isFirst: boolean, transcript: readonly Entry[]) => SentAlong {
  const always = {
    ...(context !== undefined && jsonBytes(context) <= SMALL_BYTES && { context }),
    ...((limits?.cost ?? budget?.cost) !== undefined && { cost: true as const }),
  };
  const begins = limits?.durationMs === undefined && !carried;
  let first: FirstCall = { ...always, ...(begins && { agentsDuration: true as const }) };
  let bytes = 0;
  let measured = 0;
  let known: readonly Entry[] = [];
  return (isFirst, transcript) => {
    // Once too large, it is not measured again, not even after it was summed up.
    if (bytes <= SMALL_BYTES) {
      // A transcript grows in place; a compaction makes another one of it, with a summary of any length.
      if (transcript !== known) bytes = measured = 0;
      bytes += jsonBytes(transcript.slice(measured));
    }
    known = transcript;
    measured = transcript.length;
    const along = { ...(bytes <= SMALL_BYTES && { entries: transcript }), ...(isFirst && { first }) };
    // An agent that the turn is handed to works within the time that the turn has.
    if (isFirst) first = always;
    return along;
  };
}
