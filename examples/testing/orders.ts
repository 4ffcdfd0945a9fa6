/** An agent to be tested: it looks up orders and refunds them, each at most once. */
import { defineAgent, defineTool, ToolError } from 'everycall';
import { z } from 'zod';

const Caller = z.object({ userId: z.string() });
const REFUNDABLE = new Map([
  ['A1', 12],
  ['B2', 30],
]);

const getOrder = defineTool({
  name: 'get_order',
  description: 'The total of an order. Calls run in parallel.',
  parameters: z.object({ order: z.string() }),
  context: Caller,
  effect: 'read',
  execute: ({ order }) => ({ order, total: REFUNDABLE.get(order) ?? 0 }),
});

const refund = defineTool({
  name: 'refund',
  description: 'Pays an order back. Calls run in parallel.',
  parameters: z.object({ order: z.string() }),
  context: Caller,
  effect: 'once',
  execute: ({ order }, { context }) => {
    if (!REFUNDABLE.has(order)) throw new ToolError(`There is no order ${order}.`, { retryable: false });
    return `Paid ${order} back to ${context.userId}.`;
  },
});

export const orders = defineAgent({
  name: 'orders',
  model: 'gpt-5-mini',
  context: Caller,
  instructions: ({ userId }) => `You serve ${userId}.`,
  tools: [getOrder, refund],
});
