/**
 * One attempt of an activity under its own clock. Rule: the attempt heartbeats from a timer (so a cancel reaches it and
 * a lost worker is noticed), its signal aborts on cancel, shutdown or deadline, and what must outlive the attempt goes
 * along in the heartbeat's details, which the next attempt reads.
 */
import { Context } from '@temporalio/activity';

/** Why an attempt's signal was aborted. */
export type StopReason = 'cancelled' | 'shutdown' | 'deadline' | 'gone';

/** Time between heartbeats: a cancel comes with the answer to one, and the turn's heartbeat timeout is five of them. */
const HEARTBEAT_EVERY_MS = 2_000;

/** An attempt in progress. */
export interface Attempt {
  readonly signal: AbortSignal;
  /** Set once the signal has aborted. */
  readonly stopped: () => StopReason | undefined;
  /** Resolves with the reason once the signal aborts. */
  readonly stop: Promise<StopReason>;
  /** Sends a heartbeat now, with the details that the next attempt reads. */
  readonly heartbeat: () => void;
}

/** Runs `work` for at most `timeoutMs`; `details` is read at each heartbeat. */
export async function runAttempt<T>(
  { timeoutMs, details }: { timeoutMs: number; details: () => unknown },
  work: (attempt: Attempt) => Promise<T>,
): Promise<T> {
  const context = Context.current();
  const local = context.info.isLocal;
  const controller = new AbortController();
  let reason: StopReason | undefined;
  let stopNow: (reason: StopReason) => void = () => undefined;
  const stop = new Promise<StopReason>((resolve) => (stopNow = resolve));
  const end = (why: StopReason) => {
    reason ??= why;
    controller.abort(new AttemptStopped(reason));
    stopNow(reason);
  };
  const onCancel = () => end(reasonOf(context));
  const heartbeat = () => {
    if (!local) context.heartbeat(details());
  };
  const clock = setTimeout(() => end('deadline'), timeoutMs);
  const beat = setInterval(heartbeat, HEARTBEAT_EVERY_MS);
  context.cancellationSignal.addEventListener('abort', onCancel);
  if (context.cancellationSignal.aborted) onCancel();
  try {
    return await work({ signal: controller.signal, stopped: () => reason, stop, heartbeat });
  } finally {
    clearTimeout(clock);
    clearInterval(beat);
    context.cancellationSignal.removeEventListener('abort', onCancel);
  }
}

/** The reason that an attempt's signal carries. */
export class AttemptStopped extends Error {
  override readonly name = 'AbortError';

  constructor(readonly reason: StopReason) {
    super(`the attempt was stopped: ${reason}`);
  }
}

function reasonOf(context: Context): StopReason {
  const details = context.cancellationDetails;
  if (details?.cancelRequested) return 'cancelled';
  if (details?.workerShutdown) return 'shutdown';
  return details ? 'gone' : 'cancelled';
}
