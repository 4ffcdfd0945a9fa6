/** The tool that sums up who owes what, and for how long. */
import { defineTool } from 'everycall';
import { z } from 'zod';
import { query, sql } from '../database/connection.js';
import { inLedger } from '../database/ledger.js';

/** What is open, by age. Amounts are in dollars. */
export interface Analysis {
  readonly segment: string;
  readonly customers: number;
  readonly billed: number;
  readonly open: number;
  readonly overdue: number;
  readonly overdueOver60Days: number;
  readonly largestDebtor: string | null;
}

export const analyzeCustomerData = defineTool({
  name: 'analyze_customer_data',
  description:
    'Totals of one segment: billed, open, overdue, overdue for more than 60 days, largest debtor. In dollars.',
  parameters: z.object({ segment: z.enum(['business', 'private']) }),
  effect: 'read',
  execute: inLedger('analyze_customer_data', async ({ segment }: { segment: 'business' | 'private' }) => {
    const [row] = await query<Analysis>(sql`
      with of_segment as (
        select c.id, c.name, i.amount_cents, b.open_cents, b.days_overdue
        from customers c
        left join invoices i on i.customer_id = c.id
        left join balances b on b.invoice_id = i.id
        where c.segment = ${segment}
      )
      select ${segment} as segment,
        count(distinct id)::int as customers,
        (coalesce(sum(amount_cents), 0) / 100.0)::float8 as billed,
        (coalesce(sum(open_cents), 0) / 100.0)::float8 as open,
        (coalesce(sum(open_cents) filter (where days_overdue > 0), 0) / 100.0)::float8 as overdue,
        (coalesce(sum(open_cents) filter (where days_overdue > 60), 0) / 100.0)::float8 as "overdueOver60Days",
        (select name from of_segment group by name having sum(open_cents) > 0
          order by sum(open_cents) desc limit 1) as "largestDebtor"
      from of_segment`);
    return row;
  }),
});
