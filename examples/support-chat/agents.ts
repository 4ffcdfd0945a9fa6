/**
 * A support agent that may give money back: small sums by itself, larger ones when a person says yes. The model never
 * decides that; the tool does.
 */
import { defineAgent, defineTool } from 'everycall';
import { z } from 'zod';

const Caller = z.object({ userId: z.string() });

const getOrder = defineTool({
  name: 'get_order',
  description: 'An order of the user. Calls run in parallel.',
  effect: 'read',
  context: Caller,
  parameters: z.object({ order: z.string() }),
  execute: ({ order }, { context }) => ({ order, user: context.userId, paid: order === 'A1' ? 120 : 15 }),
});

const refund = defineTool({
  name: 'refund',
  description: 'Gives money back for an order. Larger sums wait for a person. Calls run in parallel.',
  context: Caller,
  parameters: z.object({ order: z.string(), amount: z.number().positive().max(500) }),
  // Asked of each call, with its parsed arguments; nobody answers within a day: denied.
  approval: ({ amount }) => amount > 50,
  approvalDeadline: '24h',
  // The key is another one for other arguments, so a person's change is a payment of its own.
  execute: ({ order, amount }, { idempotencyKey }) =>
    `paid ${amount} back for ${order} (${idempotencyKey.slice(0, 8)})`,
});

export const support = defineAgent({
  name: 'support',
  model: process.env.EXAMPLE_MODEL || 'gpt-5-mini',
  context: Caller,
  instructions: ({ userId }) => `You help ${userId} with orders. Look orders up before you give money back.`,
  tools: [getOrder, refund],
});

export default [support];
