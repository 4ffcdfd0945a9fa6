/**
 * The tool with a side effect. Rule: one call mails one reminder, however often it runs: the call's idempotency key is
 * unique in the table, so a second attempt finds the row of the first and only waits for its delivery.
 */
import { defineTool } from 'everycall';
import { z } from 'zod';
import { query, sql } from '../database/connection.js';
import { inLedger } from '../database/ledger.js';
import { firstRow } from '../database/poll.js';
import { findCustomer } from './customers.js';

export const sendReminder = defineTool({
  name: 'send_reminder',
  description: 'Mails a payment reminder to one customer, and says when it was delivered.',
  parameters: z.object({ customer: z.string().describe('Full name or id'), message: z.string().min(1).max(2_000) }),
  effect: 'idempotent',
  execute: inLedger(
    'send_reminder',
    async (
      { customer, message }: { customer: string; message: string },
      { idempotencyKey, turnId, callId, signal },
    ) => {
      const { id, email } = await findCustomer(customer);
      await query(sql`
        insert into reminders (idempotency_key, turn_id, call_id, customer_id, message)
        values (${idempotencyKey}, ${turnId}, ${callId}, ${id}, ${message})
        on conflict (idempotency_key) do nothing`);
      const delivered = await firstRow<{ reminder: number; deliveredAt: string }>(
        sql`select id as reminder, to_char(delivered_at, 'YYYY-MM-DD HH24:MI:SS') as "deliveredAt"
          from reminders where idempotency_key = ${idempotencyKey} and delivered_at is not null`,
        signal,
      );
      return { to: email, ...delivered };
    },
  ),
});
