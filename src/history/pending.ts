/**
 * What history doesn't tell of open activities, from the server's description of the run: the attempt that runs, since
 * when, and why the one before failed. Pure.
 */
import type { temporal } from '@temporalio/proto';
import { callActivityId, modelActivityId } from '../contract/names.js';
import { millis } from './read-fact.js';
import type { CallView, StepView, TurnView } from './turn-view.js';

type PendingActivity = temporal.api.workflow.v1.IPendingActivityInfo;

/** The view with attempts, start and last failure of the activities that are pending. */
export function withPending(view: TurnView, pending: readonly PendingActivity[]): TurnView {
  if (view.status !== 'running' || pending.length === 0) return view;
  const byId = new Map(pending.map((activity) => [activity.activityId, activity]));

  const openCall = (call: CallView): CallView => {
    const activity = call.state === 'running' && byId.get(callActivityId(call.step, call.position, call.callId));
    return activity ? { ...call, ...openState(activity, call.attempts) } : call;
  };
  const openStep = (step: StepView): StepView => {
    const activity = step.state === 'running' && byId.get(modelActivityId(step.step));
    const calls = step.calls.map(openCall);
    return activity ? { ...step, ...openState(activity, step.attempts), calls } : { ...step, calls };
  };
  const steps = view.steps.map(openStep);
  return { ...view, steps, calls: steps.flatMap((step) => step.calls) };
}

function openState(activity: PendingActivity, attemptsBefore: number) {
  const startedAt = millis(activity.lastStartedTime);
  const lastFailure = activity.lastFailure?.message;
  // The server counts the attempt that is next while none has started.
  return {
    attempts: attemptsBefore + (startedAt > 0 ? (activity.attempt ?? 1) : 0),
    ...(startedAt > 0 && { startedAt }),
    ...(lastFailure && { lastFailure }),
  };
}
