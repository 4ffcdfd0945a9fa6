import { OpenModelCall } from '../../src/history/open-model-call.js';
import type { HistoryFact } from '../../src/history/history-fact.js';

const at = 1;
const started = (runId: string): HistoryFact => ({
  type: 'turn-started',
  eventId: 1,
  at,
  turnId: 't',
  runId,
  workflowType: 'agentTurn',
  taskQueue: 'q',
  input: {},
});
const asked = (eventId: number, step: number, stream?: true): HistoryFact => ({
  type: 'activity-scheduled',
  eventId,
  at,
  activityId: `model:${step}`,
  name: 'callModel',
  input: { step, ...(stream && { stream }) },
});
const called = (eventId: number): HistoryFact => ({
  type: 'activity-scheduled',
  eventId,
  at,
  activityId: '1.0:a',
  name: 'look_up',
});
const ended = (scheduled: number): HistoryFact => ({
  type: 'activity-completed',
  eventId: scheduled + 2,
  at,
  scheduled,
  result: {},
});

function after(...facts: readonly HistoryFact[]) {
  const calls = new OpenModelCall();
  return facts.map((fact) => calls.apply(fact)).at(-1);
}

test('a model call of a streaming turn is open from its scheduling to its end', () => {
  const begun = [started('r'), asked(5, 1, true)];
  expect(after(...begun)).toEqual({ runId: 'r', step: 1 });
  expect(after(...begun, ended(5))).toBeUndefined();
  expect(after(...begun, ended(5), called(8))).toBeUndefined();
  expect(after(...begun, ended(5), called(8), ended(8), asked(12, 2, true))).toEqual({ runId: 'r', step: 2 });
});

test('another activity that ends leaves it open, as the same object', () => {
  const calls = new OpenModelCall();
  calls.apply(started('r'));
  const open = calls.apply(asked(9, 2, true));
  expect(calls.apply(ended(5))).toBe(open);
});

test('a turn that does not stream has nothing to watch', () => {
  expect(after(started('r'), asked(5, 1))).toBeUndefined();
});

test('the close of the turn and a reset end the watching', () => {
  const closed: HistoryFact = { type: 'turn-closed', eventId: 9, at, how: 'cancelled' };
  expect(after(started('r'), asked(5, 1, true), closed)).toBeUndefined();
  expect(after(started('r'), asked(5, 1, true), started('s'))).toBeUndefined();
});
