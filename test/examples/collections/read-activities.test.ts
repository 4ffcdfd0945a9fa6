/** The demo's own reading of raw events, which the judge stands on. */
import { readActivities, readClose } from '../../../examples/collections/demo/read-activities.js';

type Events = Parameters<typeof readActivities>[0];

const scheduled = (eventId: number, activityId: string) =>
  ({
    eventId,
    activityTaskScheduledEventAttributes: { activityId, activityType: { name: 'send_reminder' } },
  }) as unknown as Events[number];

test('activities are told by their events: the last attempt, how they ended, and why', () => {
  const events = [
    scheduled(5, '1.0:a'),
    scheduled(6, '1.1:b'),
    scheduled(7, '1.2:c'),
    scheduled(8, '1.3:d'),
    { activityTaskStartedEventAttributes: { scheduledEventId: 5, attempt: 2 } },
    { activityTaskCompletedEventAttributes: { scheduledEventId: 5 } },
    { activityTaskStartedEventAttributes: { scheduledEventId: 6, attempt: 1 } },
    {
      activityTaskFailedEventAttributes: {
        scheduledEventId: 6,
        failure: { applicationFailureInfo: { type: 'everycall.timeout' } },
      },
    },
    { activityTaskTimedOutEventAttributes: { scheduledEventId: 7 } },
  ] as unknown as Events;
  const type = 'send_reminder';
  expect(readActivities(events)).toEqual([
    { id: '1.0:a', type, attempts: 2, end: 'completed' },
    { id: '1.1:b', type, attempts: 1, end: 'failed', failureType: 'everycall.timeout' },
    { id: '1.2:c', type, attempts: 0, end: 'timed_out' },
    { id: '1.3:d', type, attempts: 0 },
  ]);
});

test('a workflow is closed by its last event alone', () => {
  const completed = { workflowExecutionCompletedEventAttributes: {} } as unknown as Events[number];
  expect(readClose([completed])).toBe('completed');
  expect(readClose([completed, scheduled(5, 'x')])).toBeUndefined();
  expect(readClose([])).toBeUndefined();
});
