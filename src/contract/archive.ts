/** Input of `archiveTurn`, which hands a finished turn to the worker's `onTurnFinished`. Types only. */

/** A turn that has ended. */
export interface ArchiveInput {
  readonly turnId: string;
  readonly sessionId: string;
}
