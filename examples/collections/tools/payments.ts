/** The tool that reads payments. While they are under maintenance the database refuses, and the call is tried again. */
import { defineTool } from 'everycall';
import { z } from 'zod';
import { query, sql } from '../database/connection.js';
import { inLedger } from '../database/ledger.js';
import { findCustomer } from './customers.js';

export const getPaymentHistory = defineTool({
  name: 'get_payment_history',
  description: 'Payments of one customer, the newest first, in dollars.',
  parameters: z.object({ customer: z.string().describe('Full name or id') }),
  effect: 'read',
  retry: { maximumAttempts: 8, initialInterval: '250ms', maximumInterval: '1s' },
  execute: inLedger('get_payment_history', async ({ customer }: { customer: string }) => {
    const { id, name } = await findCustomer(customer);
    const payments = await query<{ paidOn: string; invoice: string; amount: number }>(sql`
      select to_char(paid_on, 'YYYY-MM-DD') as "paidOn", invoice_id as invoice, (amount_cents / 100.0)::float8 as amount
      from payment_history(${id}) limit 50`);
    return { name, payments };
  }),
});
