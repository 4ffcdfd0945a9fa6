/**
 * The fan-out: the payments are under maintenance until a call was turned away, mail is paused so that the reminders stay
 * open, and once everything else has ended the worker is killed. Rule: each step waits for what the database or the
 * history shows, never for a clock.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { CallView, TurnHandle, TurnView } from 'everycall/client';
import { query, sql } from '../database/connection.js';
import type { Child } from '../../stage/child.js';

const EVERY_MS = 100;
const MOST_MS = 60_000;

/** Puts the database out of order, for the turn that is started next. */
export async function disturb(): Promise<void> {
  await query(`update switches set active = true`);
}

/** Ends the maintenance once a call was turned away; resolves when only the reminders are open. */
export async function untilOnlyRemindersAreOpen(turn: TurnHandle): Promise<TurnView> {
  await until('the database turned a payment history away', async () => {
    const [row] = await query<{ n: number }>(sql`
      select count(*)::int as n from tool_starts
      where turn_id = ${turn.turnId} and tool = 'get_payment_history' and failure is not null`);
    return row!.n > 0 || undefined;
  });
  await query(sql`update switches set active = false where name = 'payment_maintenance'`);
  await until('both reminders are stored', async () => {
    const [row] = await query<{ n: number }>(
      sql`select count(*)::int as n from reminders where turn_id = ${turn.turnId}`,
    );
    return row!.n === 2 || undefined;
  });
  return until('the other calls have ended', async () => {
    const view = await turn.view();
    const others = view.calls.filter((call) => isRunning(call) && call.name !== 'send_reminder');
    const [row] = await query<{ n: number }>(sql`
      select count(*)::int as n from tool_starts
      where turn_id = ${turn.turnId} and tool <> 'send_reminder' and ended_at is null`);
    const ended = row!.n === 0 && others.every((call) => call.endedAt !== undefined);
    return view.calls.length > 0 && ended ? view : undefined;
  });
}

/** Kills a worker as nothing else does: no shutdown, no last words. Resolves when it is gone. */
export async function killHard({ process: worker }: Child): Promise<void> {
  process.kill(worker.pid, 'SIGKILL');
  await worker.ended;
}

/** Mail goes out again. */
export async function resumeMail(): Promise<void> {
  await query(sql`update switches set active = false where name = 'mail_paused'`);
}

/** An activity was asked for; a call to a tool that doesn't exist never has one. */
function isRunning(call: CallView): boolean {
  return call.scheduledAt !== undefined;
}

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (const began = Date.now(); Date.now() - began < MOST_MS; await delay(EVERY_MS)) {
    const seen = await look();
    if (seen !== undefined) return seen;
  }
  throw new Error(`waited ${MOST_MS / 1_000} s in vain until ${what}`);
}
