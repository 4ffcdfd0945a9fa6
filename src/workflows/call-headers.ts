/**
 * What a tool on another task queue is told beside its arguments: its worker gets exactly one argument, so the turn, the
 * call id and the idempotency key travel in headers. A workflow interceptor, since only interceptors can set them.
 */
import { defaultPayloadConverter, workflowInfo, type WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { CALL_HEADERS, parseCallActivityId } from '../contract/names.js';
import { digest } from '../protocol/head.js';

/** Adds the headers to activities that run a call on another task queue. */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  outbound: [
    {
      scheduleActivity(input, next) {
        const { workflowId, taskQueue } = workflowInfo();
        const { activityId, taskQueue: toolQueue } = input.options;
        const callId = activityId === undefined ? undefined : parseCallActivityId(activityId)?.callId;
        if (callId === undefined || toolQueue === undefined || toolQueue === taskQueue) return next(input);
        // The same on every attempt and in every replay; another call at this place has another id or other arguments.
        const key = digest(JSON.stringify([workflowId, activityId, input.args]));
        const toPayload = (text: string) => defaultPayloadConverter.toPayload(text);
        const headers = {
          ...input.headers,
          [CALL_HEADERS.turnId]: toPayload(workflowId),
          [CALL_HEADERS.callId]: toPayload(callId),
          [CALL_HEADERS.idempotencyKey]: toPayload(key),
        };
        return next({ ...input, headers });
      },
    },
  ],
});
