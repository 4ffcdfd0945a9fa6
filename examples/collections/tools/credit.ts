/** The tool that asks a credit bureau. The bureau takes its time, and the tool has a short timeout: see `timeout`. */
import { defineTool } from 'everycall';
import { z } from 'zod';
import { query, sql } from '../database/connection.js';
import { inLedger } from '../database/ledger.js';
import { firstRow } from '../database/poll.js';
import { findCustomer } from './customers.js';

export const getCreditScore = defineTool({
  name: 'get_credit_score',
  description: 'Credit score of one customer, 300 to 850, from a bureau that may be slow: ask again later if it is.',
  parameters: z.object({ customer: z.string().describe('Full name or id') }),
  // The bureau is asked once a customer, so asking again is harmless.
  effect: 'idempotent',
  timeout: '800ms',
  retry: { maximumAttempts: 2, initialInterval: '200ms' },
  execute: inLedger('get_credit_score', async ({ customer }: { customer: string }, { signal }) => {
    const { id, name } = await findCustomer(customer);
    await query(sql`insert into credit_requests (customer_id) values (${id}) on conflict do nothing`);
    const answered = sql`select score from credit_requests where customer_id = ${id} and score is not null`;
    return { name, ...(await firstRow<{ score: number }>(answered, signal)) };
  }),
});
