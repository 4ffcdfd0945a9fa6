/** The pollers of a client, one for each run that somebody watches. */
import type { temporal } from '@temporalio/proto';
import type { PreviewDetails } from '../contract/text-preview.js';
import { modelActivityId } from '../contract/names.js';
import { PayloadReader } from '../history/payload-reader.js';
import { millis } from '../history/read-fact.js';
import type { StreamingCall } from '../history/open-model-call.js';
import type { TurnSource } from '../history/read-turn.js';
import { requestUntilAborted } from '../history/until-aborted.js';
import { TextPoller, type LookAtRun, type SeenPreview, type TextWatch } from './text-poller.js';

type PendingActivity = temporal.api.workflow.v1.IPendingActivityInfo;

const REQUEST_MS = 5_000;

/** Gives out watches on streamed texts. */
export class TextPollers {
  readonly #pollers = new Map<string, TextPoller>();

  /** Watches the text of an open model call; `changed` is called when more of it is known. */
  watch(source: TurnSource, { runId, step }: StreamingCall, changed: () => void): TextWatch {
    const poller = this.#pollers.get(runId) ?? new TextPoller(lookAt(source, runId), source.closed);
    this.#pollers.set(runId, poller);
    const watch = poller.watch(step, changed);
    return {
      get known() {
        return watch.known;
      },
      close: () => {
        watch.close();
        if (poller.idle) this.#pollers.delete(runId);
      },
    };
  }
}

function lookAt({ connection, namespace, turnId, converter, closed }: TurnSource, runId: string): LookAtRun {
  const reader = new PayloadReader(turnId, namespace, converter);
  return async (steps) => {
    const { pendingActivities } = await connection.withDeadline(Date.now() + REQUEST_MS, () =>
      requestUntilAborted(connection, [closed], () =>
        connection.workflowService.describeWorkflowExecution({ namespace, execution: { workflowId: turnId, runId } }),
      ),
    );
    const pending = new Map((pendingActivities ?? []).map((activity) => [activity.activityId, activity]));
    const seen = await Promise.all(
      steps.map(async (step) => [step, await previewOf(pending.get(modelActivityId(step)), reader)] as const),
    );
    return new Map(seen.flatMap(([step, preview]) => (preview ? [[step, preview]] : [])));
  };
}

async function previewOf(
  activity: PendingActivity | undefined,
  reader: PayloadReader,
): Promise<SeenPreview | undefined> {
  const details = await reader.first(activity?.heartbeatDetails, 0, 'heartbeat details');
  const preview = (details as PreviewDetails | undefined)?.preview;
  return preview && { preview, at: millis(activity?.lastHeartbeatTime) };
}
