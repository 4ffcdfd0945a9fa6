/** Tools that read customers and what they owe. They change nothing, so they may run again freely. */
import { defineTool, ToolError } from 'everycall';
import { z } from 'zod';
import { query, sql } from '../database/connection.js';
import { inLedger } from '../database/ledger.js';

/** A customer and what is open. Amounts are in dollars. */
export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly segment: string;
  readonly city: string;
  readonly customerSince: string;
  readonly open: number;
  readonly overdue: number;
  readonly oldestOverdueDays: number;
}

const CUSTOMERS = `
  select c.id, c.name, c.email, c.segment, c.city, to_char(c.customer_since, 'YYYY-MM-DD') as "customerSince",
    (coalesce(sum(b.open_cents), 0) / 100.0)::float8 as open,
    (coalesce(sum(b.open_cents) filter (where b.days_overdue > 0), 0) / 100.0)::float8 as overdue,
    coalesce(max(b.days_overdue) filter (where b.open_cents > 0), 0)::int as "oldestOverdueDays"
  from customers c left join balances b on b.customer_id = c.id`;

/** The customer with this name or id. @throws ToolError that names similar ones, for the model to choose. */
export async function findCustomer(wanted: string): Promise<Customer> {
  const where = sql`where lower(c.name) = lower(${wanted}) or c.id = ${wanted} group by c.id`;
  const [found] = await query<Customer>(`${CUSTOMERS} ${where}`);
  if (found) return found;
  const similar = await query<{ name: string }>(
    sql`select name from customers where name ilike ${`%${wanted.split(' ')[0] ?? ''}%`} order by name limit 5`,
  );
  const names = similar.map(({ name }) => name).join(', ');
  throw new ToolError(
    `There is no customer "${wanted}". ${names ? `Similar: ${names}.` : 'Nobody has a similar name.'}`,
  );
}

export const getCustomerInfo = defineTool({
  name: 'get_customer_info',
  description: 'One customer by name or id: contact, and what is open and overdue, in dollars.',
  parameters: z.object({ customer: z.string().describe('Full name, or an id such as C-1001') }),
  effect: 'read',
  execute: inLedger('get_customer_info', async ({ customer }: { customer: string }) => findCustomer(customer)),
});

export const listCustomers = defineTool({
  name: 'list_customers',
  description: 'All customers, those who owe most first. Amounts in dollars.',
  parameters: z.object({ overdueOnly: z.boolean().optional().describe('Only customers with something overdue') }),
  effect: 'read',
  execute: inLedger('list_customers', async ({ overdueOnly }: { overdueOnly?: boolean | undefined }) => {
    const customers = await query<Customer>(`${CUSTOMERS} group by c.id order by overdue desc, c.name limit 100`);
    return overdueOnly ? customers.filter(({ overdue }) => overdue > 0) : customers;
  }),
});
