/** Waits for a row that somebody else is to write. */
import { setTimeout as delay } from 'node:timers/promises';
import { query } from './connection.js';

const EVERY_MS = 100;

/** The first row that the statement gives, whenever it does. Rejects when the signal aborts: the wait has no other end. */
export async function firstRow<Row>(statement: string, signal: AbortSignal): Promise<Row> {
  for (;;) {
    signal.throwIfAborted();
    const [row] = await query<Row>(statement);
    if (row !== undefined) return row;
    await delay(EVERY_MS, undefined, { signal });
  }
}
