/** Work that must not fail what it goes along with, such as a line of the log. */
import { describeThrown } from '../definition/describe-error.js';

/** Runs `work`; what it throws becomes a warning of the process that begins with `what`. */
export function orWarn(what: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    process.emitWarning(`${what}: ${describeThrown(error)}`, { type: 'EverycallWarning' });
  }
}
