/** Tells a person who speaks to a turn why nothing happens yet: a turn answers by a worker, and there may be none. */
import { tell } from './terminal.js';

/** A worker that is there answers in milliseconds. */
const SLOW_MS = 5_000;

/** Waits for a turn's answer; says so once it takes long. */
export async function answered(turnId: string, answer: Promise<void>): Promise<void> {
  const slow = setTimeout(
    () => tell(`no worker of turn ${turnId} has answered yet; waiting for one, up to a minute`),
    SLOW_MS,
  );
  try {
    await answer;
  } finally {
    clearTimeout(slow);
  }
}
