/**
 * What was said in a session so far. Rule: the record is whole; where a turn of the session was compacted, the next one goes
 * on from what was sent last, and where one outgrew the agent's bound, the next begins with a compaction. Pure.
 */
import { MOST_INLINE_BYTES, type Before, type EntrySource } from '../contract/adopt.js';
import type { CarriedSession } from '../contract/session.js';
import type { TurnInput } from '../contract/turn.js';
import { behind, sentOf, type CompactedRecord } from '../protocol/compacted-record.js';
import type { Outgrown } from '../protocol/compaction.js';
import type { Entry } from '../protocol/entry.js';
import { jsonBytes } from '../protocol/size.js';
import { Transcript } from '../protocol/transcript.js';

/**
 * What a turn is started with of the conversation, at most, in bytes of JSON: it stands in the session's history as well as
 * in the turn's. A longer one the turn adopts, which costs it an activity.
 */
const MOST_STARTED_BYTES = 100_000;

/** Where a conversation stands. */
type SessionRunName = Omit<EntrySource, 'kind'>;

/** The entries of a session. */
export class Conversation {
  readonly #record: Transcript;
  #bytes: number;
  #compacted: CompactedRecord | undefined;
  /** As the last turn left it that recorded its end. */
  outgrown: Outgrown | undefined;

  constructor(
    entries: readonly Entry[] = [],
    { compacted, outgrown }: Pick<CarriedSession, 'compacted' | 'outgrown'> = {},
  ) {
    this.#record = new Transcript(entries);
    this.#bytes = jsonBytes(entries);
    this.#compacted = compacted;
    this.outgrown = outgrown;
  }

  /** Bytes of JSON. */
  get bytes(): number {
    return this.#bytes;
  }

  get isEmpty(): boolean {
    return this.#record.entries.length === 0;
  }

  /** Takes in what a turn added, and what it was sent of all of it last if it was compacted. */
  append(entries: readonly Entry[], compacted?: CompactedRecord): void {
    if (compacted) this.#compacted = behind(this.#record.mark.length, compacted);
    this.#record.append(entries);
    this.#bytes += jsonBytes(entries);
  }

  /** What the next turn goes on from. */
  forTurn(run: SessionRunName, otherBytes: number): Pick<TurnInput, 'before' | 'outgrown'> {
    const compacted = this.#compacted;
    const sent = compacted ? new Transcript(sentOf(this.#record.entries, compacted)) : this.#record;
    const bytes = compacted ? jsonBytes(sent.entries) : this.#bytes;
    const fits = bytes <= MOST_STARTED_BYTES && bytes + otherBytes <= MOST_INLINE_BYTES;
    const before = startOf(sent, fits, { kind: compacted ? 'session-sent' : 'session', ...run });
    return { before, ...(this.outgrown && { outgrown: this.outgrown }) };
  }

  /** What the next run of the session goes on from. */
  forRun(run: SessionRunName, otherBytes: number): Pick<CarriedSession, 'before' | 'compacted' | 'outgrown'> {
    const compacted = this.#compacted;
    const bytes = this.#bytes + otherBytes + (compacted ? jsonBytes(compacted) : 0);
    const before = startOf(this.#record, bytes <= MOST_INLINE_BYTES, { kind: 'session', ...run });
    return { before, ...(compacted && { compacted }), ...(this.outgrown && { outgrown: this.outgrown }) };
  }
}

/** The entries while they are few, else where they stand. */
function startOf({ entries, mark }: Transcript, fits: boolean, source: EntrySource): Before {
  return fits ? { entries } : { source, mark };
}
