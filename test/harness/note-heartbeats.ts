/** Notes the heartbeats of an activity as they are handed to the SDK, which sends no more than these. */
import type { ActivityInterceptorsFactory } from '@temporalio/worker';

/** An interceptor for a worker; `note` is told each heartbeat's details. */
export function noteHeartbeats(activityType: string, note: (details: unknown) => void): ActivityInterceptorsFactory {
  return (context) => {
    const { heartbeat } = context;
    if (context.info.activityType === activityType) {
      const noted = (details: unknown) => {
        note(details);
        heartbeat.call(context, details);
      };
      Object.defineProperty(context, 'heartbeat', { value: noted });
    }
    return {};
  };
}
