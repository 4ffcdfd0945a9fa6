/**
 * One attempt of an activity under its own clock. Rule: the attempt heartbeats from a timer (so a cancel reaches it and
 * a lost worker is noticed), its signal aborts on cancel, shutdown or deadline, and what must outlive the attempt goes
 * along in the heartbeat's details, which the next attempt reads.
 */
import { Context } from '@temporalio/activity';
import { Heartbeats } from './heartbeats.js';

/** Why an attempt's signal was aborted. */
export type StopReason = 'cancelled' | 'shutdown' | 'deadline' | 'gone';

/** An attempt in progress. */
export interface Attempt {
  readonly signal: AbortSignal;
  /** Set once the signal has aborted. */
  readonly stopped: () => StopReason | undefined;
  /** Resolves with the reason once the signal aborts. */
  readonly stop: Promise<StopReason>;
  /** Sends a heartbeat now, with the details that the next attempt reads. */
  readonly heartbeat: () => void;
  /** Sends a heartbeat with news as soon as the last one is `everyMs` ago. */
  readonly heartbeatSoon: (everyMs: number) => void;
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
  const clock = setTimeout(() => end('deadline'), timeoutMs);
  const heartbeats = new Heartbeats(() => {
    if (!local) context.heartbeat(details());
  });
  const heartbeat = () => heartbeats.now();
  const heartbeatSoon = (everyMs: number) => heartbeats.soon(everyMs);
  context.cancellationSignal.addEventListener('abort', onCancel);
  if (context.cancellationSignal.aborted) onCancel();
  try {
    return await work({ signal: controller.signal, stopped: () => reason, stop, heartbeat, heartbeatSoon });
  } finally {
    clearTimeout(clock);
    heartbeats.stop();
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
