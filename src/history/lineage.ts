/**
 * The turns that a turn goes on from: those of its session before it, and the ones that it was forked from. Rule: only what
 * Temporal and everycall's own notes say counts, never an id alone, since a turn of somebody else may have any.
 */
import { turnIdOf } from '../contract/session.js';
import { fetchEvents, type RunSource } from './fetch-events.js';
import { isNotFound } from './grpc-fault.js';
import type { PayloadReader } from './payload-reader.js';
import { readNotes } from './read-memo.js';

/** A turn before another one. */
export interface Ancestor {
  readonly turnId: string;
  /** The session that it must be of. */
  readonly session?: string;
}

/** Forks of forks that are followed. */
const MOST_FORKS = 100;
/** Turns of a session that are looked back on. */
const MOST_TURNS = 10_000;

/** Those turns, the nearest first. @param readerOf makes what decodes a turn's notes. */
export async function ancestorsOf(
  source: RunSource,
  readerOf: (turnId: string) => PayloadReader,
  signal: AbortSignal,
): Promise<Ancestor[]> {
  const found: Ancestor[] = [];
  let turn = source;
  for (let fork = 0; fork < MOST_FORKS; fork += 1) {
    const { origin, session } = await beginningOf(turn, readerOf, signal);
    if (session !== undefined) found.push(...turnsBefore(turn.turnId, session));
    if (origin === undefined) break;
    found.push({ turnId: origin });
    // Its current run knows as much of its beginning as its first one.
    turn = { ...source, turnId: origin, runId: '' };
  }
  return found;
}

/** What a turn's first event says of where it comes from; nothing once it is deleted. */
async function beginningOf(
  turn: RunSource,
  readerOf: (turnId: string) => PayloadReader,
  signal: AbortSignal,
): Promise<{ readonly origin?: string | undefined; readonly session?: string | undefined }> {
  try {
    for await (const { workflowExecutionStartedEventAttributes: started } of fetchEvents(turn, { signal })) {
      const { forkOf } = await readNotes(started?.memo, readerOf(turn.turnId));
      return { origin: forkOf?.turnId, session: started?.parentWorkflowExecution?.workflowId ?? undefined };
    }
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  return {};
}

/** The turns of a session before one of them; none where it is no session's turn but a sub-agent's. */
function turnsBefore(turnId: string, session: string): Ancestor[] {
  const last = Number(turnId.slice(session.length + 1));
  if (!Number.isInteger(last) || turnIdOf(session, last) !== turnId) return [];
  const count = Math.min(last - 1, MOST_TURNS);
  return Array.from({ length: count }, (_, i) => ({ turnId: turnIdOf(session, last - 1 - i), session }));
}
