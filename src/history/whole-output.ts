/**
 * Finds the whole of an output that was cut, in the history of its turn. Rules: nothing is asked of the workflow, which keeps
 * none of it; only the one result is decoded; a turn that goes on in further runs is read backwards over them, and where an
 * earlier run is gone that is said, never guessed.
 */
import type { CallToolOutput, WholeOutput } from '../contract/call-tool.js';
import { parseCallActivityId } from '../contract/names.js';
import { isMarked, parseOutputName, type NamedOutput } from '../contract/output-name.js';
import { fieldsOf } from '../protocol/json.js';
import { fetchEvents, type RunSource } from './fetch-events.js';
import { isNotFound } from './grpc-fault.js';
import type { PayloadReader } from './payload-reader.js';
import { LOCAL_ACTIVITY_MARKER, readFact } from './read-fact.js';

type CallPlace = Pick<NamedOutput, 'step' | 'position'>;

/** What is known of an output. */
export type FoundOutput =
  | { readonly kind: 'whole'; readonly whole: WholeOutput }
  /** The call returned, and nothing of it was cut and kept under this name. */
  | { readonly kind: 'as_told' }
  /** No such call has returned in the turn. */
  | { readonly kind: 'none' }
  /** The call ran in an earlier run of the turn, whose history is no longer there. */
  | { readonly kind: 'gone' };

/** Runs that are looked through, from the newest one on. */
const MOST_RUNS = 1_000;

/** Whose output it is: only turns of this session, where one is named. */
export interface OutputSource extends RunSource {
  readonly session?: string;
}

/**
 * The output of this name in a turn whose newest run is `source.runId`.
 * @throws {HistoryUnreadableError} when the result can't be decoded; gRPC errors that don't pass.
 */
export async function findOutput(
  source: OutputSource,
  name: string,
  reader: PayloadReader,
  signal: AbortSignal,
): Promise<FoundOutput> {
  let runId = source.runId;
  for (let run = 0; run < MOST_RUNS; run += 1) {
    const found = await findInRun({ ...source, runId }, name, reader, signal).catch((error: unknown) => {
      if (run > 0 && isNotFound(error)) return { kind: 'gone' } as const;
      throw error;
    });
    if ('kind' in found) return found;
    if (found.before === undefined) return { kind: 'none' };
    runId = found.before;
  }
  return { kind: 'gone' };
}

async function findInRun(
  source: OutputSource,
  name: string,
  reader: PayloadReader,
  signal: AbortSignal,
): Promise<FoundOutput | { readonly before: string | undefined }> {
  // A call that was started again elsewhere has several activities, of which one returned.
  const scheduled = new Set<number>();
  const place = parseOutputName(name);
  let before: string | undefined;
  for await (const event of fetchEvents(source, { signal })) {
    const eventId = Number(event.eventId);
    const started = event.workflowExecutionStartedEventAttributes;
    if (started && source.session !== undefined && started.parentWorkflowExecution?.workflowId !== source.session)
      break;
    before ??= started?.continuedExecutionRunId || undefined;
    const called = parseCallActivityId(event.activityTaskScheduledEventAttributes?.activityId ?? '');
    if (called && isAt(called, place)) scheduled.add(eventId);
    const completed = event.activityTaskCompletedEventAttributes;
    if (completed && scheduled.has(Number(completed.scheduledEventId))) {
      return foundIn(await reader.first(completed.result, eventId, 'activity result'), name);
    }
    if (event.markerRecordedEventAttributes?.markerName === LOCAL_ACTIVITY_MARKER) {
      const fact = await readFact(event, reader, source.runId);
      const result = fact?.type === 'local-activity-ended' ? (fact.result as CallToolOutput | undefined) : undefined;
      if (result?.at && isAt(result.at, place)) return foundIn(result, name);
    }
  }
  return { before };
}

function isAt({ step, position }: CallPlace, place: CallPlace): boolean {
  return step === place.step && position === place.position;
}

/** A foreign worker's result is told as it is. What the model was told says by its mark which output it is. */
function foundIn(result: unknown, name: string): FoundOutput {
  const { output, whole } = fieldsOf(result) as Partial<CallToolOutput>;
  const isMeant = whole && typeof output === 'string' && isMarked(output, name);
  return isMeant ? { kind: 'whole', whole } : { kind: 'as_told' };
}
