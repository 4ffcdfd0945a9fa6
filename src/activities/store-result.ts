/**
 * Puts what an activity is to return into external storage before it returns it. Rule: a storage that fails afterwards fails the
 * activity, and the server has it run again: a model would be asked and paid again, a tool act twice. So it is tried here, where
 * it can be waited for; what is returned then is there already.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { describeThrown } from '../definition/describe-error.js';
import { storeAsResult } from '../history/stored-payloads.js';
import { jsonBytes } from '../protocol/size.js';

/** How long a storage that fails is tried again, in milliseconds. */
export interface StorePatience {
  readonly until: number;
  /** Told why it is waited for. */
  readonly onWait?: ((why: string) => void) | undefined;
}

const FIRST_WAIT_MS = 250;
const MOST_WAIT_MS = 10_000;

/**
 * Stores a value as the activity's result would be, where external storage takes it.
 * @throws what its driver throws, once there is no more time. Rejects with the signal's reason when the signal aborts first.
 */
export async function storeResult(
  value: unknown,
  signal: AbortSignal,
  { until, onWait }: StorePatience = { until: 0 },
): Promise<void> {
  const { client, info } = Context.current();
  const { loadedDataConverter: converter } = client.options;
  const { externalStorage } = converter;
  // A codec may make a payload of its own size of it, but hardly twice as large.
  if (!externalStorage || jsonBytes(value) * 2 < externalStorage.payloadSizeThreshold) return;
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, MOST_WAIT_MS)) {
    try {
      await storeAsResult(value, info, converter, signal);
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (Date.now() + wait > until) throw error;
      onWait?.(`external storage: ${describeThrown(error)}`);
      await delay(wait, undefined, { signal });
    }
  }
}
