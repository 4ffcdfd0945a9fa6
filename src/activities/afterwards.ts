/**
 * What a worker does for itself once a result is on its way: the log's line, its cache. Rule: it neither holds up nor fails a call
 * that has ended well; one that failed would be run again, and act or be paid for twice.
 */
import { orWarn } from './or-warn.js';

/** Runs `work` when whatever runs now has returned; what it throws becomes a warning of the process. */
export function afterwards(work: () => void): void {
  setImmediate(() => orWarn('after a call had ended', work));
}
