/** Where histories are read from. */
import type { ConnectionLike } from '@temporalio/client';
import type { LoadedDataConverter } from '@temporalio/common';

/** A connection, a namespace on it, and how its payloads are decoded. */
export interface HistoryPlace {
  readonly connection: ConnectionLike;
  readonly namespace: string;
  readonly converter: LoadedDataConverter;
  /** Ends all reading with its reason: the client was closed. */
  readonly closed?: AbortSignal;
}
