/**
 * Serves workers what their caches lack. Rule: an answer is given only for the head that was asked for, so a reset, a
 * lost attempt or a zombie never gets entries of another transcript; pages stay well under Temporal's 2 MB payload.
 */
import { defineQuery, setHandler } from '@temporalio/workflow';
import { HEADER_QUERY, TRANSCRIPT_QUERY } from '../contract/names.js';
import type { TranscriptPage, TranscriptQuery, TurnHeader } from '../contract/turn-query.js';
import { headOf } from '../protocol/transcript.js';
import { pageFrom } from '../protocol/page.js';
import type { TurnState } from './turn-state.js';

/** Registers the queries of a turn. */
export function answerQueries(state: TurnState, context: unknown): void {
  setHandler(defineQuery<TranscriptPage, [TranscriptQuery]>(TRANSCRIPT_QUERY), (query) => pageOf(state, query), {
    description: 'For workers: a page of the transcript.',
  });
  setHandler(defineQuery<TurnHeader>(HEADER_QUERY), () => ({ context, tools: state.agent.tools, agent: state.name }), {
    description: "For workers: the turn's context, and the agent that it runs by.",
  });
}

/** A page of the transcript that has this head. @throws {RangeError} when the turn's transcript has another. */
export function pageOf(state: Pick<TurnState, 'transcript'>, { head, upTo, from }: TranscriptQuery): TranscriptPage {
  const { entries, mark } = state.transcript;
  const wanted = entries.slice(0, upTo);
  const actual = mark.length === upTo ? mark.head : headOf(wanted);
  if (actual !== head) throw new RangeError(`the turn's transcript of ${upTo} entries has another head than ${head}`);
  return pageFrom(wanted, from);
}
