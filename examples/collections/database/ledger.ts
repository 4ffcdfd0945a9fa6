/**
 * The ledger of starts: the database's own account of when a tool's code ran, apart from everything that everycall records.
 * The demo judges by it.
 */
import type { ToolContext } from 'everycall';
import { query, sql } from './connection.js';

type Execute<Args, Result> = (args: Args, context: ToolContext) => Promise<Result>;

/** A tool's function with its starts and ends in the ledger. */
export function inLedger<Args, Result>(tool: string, execute: Execute<Args, Result>): Execute<Args, Result> {
  return async (args, context) => {
    const { turnId, callId, idempotencyKey, attempt } = context;
    const [start] = await query<{ id: number }>(sql`
      insert into tool_starts (turn_id, call_id, tool, idempotency_key, attempt, worker_pid)
      values (${turnId}, ${callId}, ${tool}, ${idempotencyKey}, ${attempt}, ${process.pid})
      returning id`);
    const end = (failure: string | null) =>
      query(sql`update tool_starts set ended_at = clock_timestamp(), failure = ${failure} where id = ${start!.id}`);
    try {
      const result = await execute(args, context);
      await end(null);
      return result;
    } catch (error) {
      await end(error instanceof Error ? error.message : String(error));
      throw error;
    }
  };
}
