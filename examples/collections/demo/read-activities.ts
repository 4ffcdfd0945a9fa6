/** From the raw events of a history to its activities and its end. Pure: no code of everycall reads them here. */
import type { temporal } from '@temporalio/proto';
import type { ActivityRecord, TurnEvidence } from './evidence.js';

type Event = temporal.api.history.v1.IHistoryEvent;
type Writable = { -readonly [Key in keyof ActivityRecord]: ActivityRecord[Key] };

/** The activities in the order in which they were scheduled. Local ones are not among them. */
export function readActivities(events: readonly Event[]): ActivityRecord[] {
  const activities = new Map<string, Writable>();
  const of = (scheduledEventId: unknown) => activities.get(String(scheduledEventId));
  for (const event of events) {
    const scheduled = event.activityTaskScheduledEventAttributes;
    if (scheduled) {
      const type = scheduled.activityType?.name ?? '';
      activities.set(String(event.eventId), { id: scheduled.activityId ?? '', type, attempts: 0 });
    }
    const started = event.activityTaskStartedEventAttributes;
    const begun = started && of(started.scheduledEventId);
    if (begun) begun.attempts = started.attempt ?? 0;
    const ended = endOf(event);
    const record = ended && of(ended.scheduledEventId);
    if (record) Object.assign(record, { end: ended.end, ...(ended.failureType && { failureType: ended.failureType }) });
  }
  return [...activities.values()];
}

/** How Temporal closed the workflow, by its last event. */
export function readClose(events: readonly Event[]): TurnEvidence['closed'] {
  const last = events.at(-1);
  if (last?.workflowExecutionCompletedEventAttributes) return 'completed';
  if (last?.workflowExecutionFailedEventAttributes) return 'failed';
  if (last?.workflowExecutionCanceledEventAttributes) return 'canceled';
  if (last?.workflowExecutionTerminatedEventAttributes) return 'terminated';
  return last?.workflowExecutionTimedOutEventAttributes ? 'timed_out' : undefined;
}

function endOf(event: Event) {
  const { activityTaskCompletedEventAttributes: completed, activityTaskFailedEventAttributes: failed } = event;
  const { activityTaskTimedOutEventAttributes: timedOut, activityTaskCanceledEventAttributes: canceled } = event;
  if (completed) return { scheduledEventId: completed.scheduledEventId, end: 'completed' as const };
  if (timedOut) return { scheduledEventId: timedOut.scheduledEventId, end: 'timed_out' as const };
  if (canceled) return { scheduledEventId: canceled.scheduledEventId, end: 'canceled' as const };
  if (!failed) return undefined;
  const failureType = failed.failure?.applicationFailureInfo?.type ?? undefined;
  return { scheduledEventId: failed.scheduledEventId, end: 'failed' as const, failureType };
}
