/**
 * Hands finished turns to the worker's `onTurnFinished`. Rules: at least once, within bounds; the conversation doesn't wait
 * for it, and what it throws ends nothing.
 */
import { log, proxyActivities } from '@temporalio/workflow';
import type { ArchiveInput } from '../contract/archive.js';
import { ARCHIVE_TURN } from '../contract/names.js';

const ATTEMPT_MS = 60_000;
const ATTEMPTS = 10;

/** Turns that are being archived. */
export class Archive {
  readonly #open = new Map<ArchiveInput, Promise<void>>();

  /** @param turns what the run before has begun to archive */
  constructor(turns: readonly ArchiveInput[] = []) {
    turns.forEach((turn) => this.add(turn));
  }

  get isIdle(): boolean {
    return this.#open.size === 0;
  }

  /** What is being archived. */
  get turns(): readonly ArchiveInput[] {
    return [...this.#open.keys()];
  }

  /** Begins to archive a turn. */
  add(turn: ArchiveInput): void {
    const { turnId } = turn;
    const { [ARCHIVE_TURN]: archive } = proxyActivities<
      Record<typeof ARCHIVE_TURN, (input: ArchiveInput) => Promise<void>>
    >({
      startToCloseTimeout: ATTEMPT_MS,
      scheduleToCloseTimeout: 24 * 3_600_000,
      retry: { initialInterval: 1_000, maximumInterval: 60_000, maximumAttempts: ATTEMPTS },
      summary: turnId,
    });
    const work = archive(turn)
      .catch((error: unknown) => log.warn('a turn could not be archived', { turnId, error: String(error) }))
      .then(() => void this.#open.delete(turn));
    this.#open.set(turn, work);
  }

  /** Resolves once nothing is being archived. */
  async done(): Promise<void> {
    await Promise.all(this.#open.values());
  }
}
