/**
 * An agent that reads many sources at once, some of which fail: each call has 30 s, five run at a time, long lists and texts
 * are cut with a mark, work that computes runs in threads, and after 10 steps the model must answer.
 */
import { defineAgent, defineTool, ToolError } from 'everycall';
import { inThread } from 'everycall/thread';
import { z } from 'zod';

/** What all tools have in common: a call has 30 s from its first start, and its output is bounded. */
const common = {
  effect: 'read',
  timeout: '10s',
  deadline: '30s',
  retry: { initialInterval: '200ms' },
  output: { maxItems: 10, maxChars: 2_000 },
} as const;

const listOrders = defineTool({
  ...common,
  name: 'list_orders',
  description: 'Orders of a region, the newest first. Calls run in parallel.',
  parameters: z.object({ region: z.string() }),
  execute: ({ region }) => Array.from({ length: 25 }, (_, i) => `${region}-${1_000 - i}`),
});

const readReport = defineTool({
  ...common,
  name: 'read_report',
  description: 'Text of a report. Calls run in parallel.',
  parameters: z.object({ name: z.string() }),
  execute: ({ name }, { attempt }) => {
    // Told to the model word for word, and not tried again.
    if (name === 'secret') throw new ToolError('the report "secret" is not for you');
    // Passes at the third attempt.
    if (name === 'flaky' && attempt < 3) throw new Error('connection reset');
    return `Report ${name}. ${'All went well. '.repeat(300)}End of report ${name}.`;
  },
});

const getRates = defineTool({
  ...common,
  name: 'get_rates',
  description: 'Exchange rates. Calls run in parallel.',
  parameters: z.object({ currency: z.string() }),
  execute: () => {
    throw new Error('the bank does not answer');
  },
});

const countPrimes = defineTool({
  ...common,
  name: 'count_primes',
  description: 'How many primes there are below a number. Calls run in parallel.',
  parameters: z.object({ below: z.number().int().max(50_000_000) }),
  execute: inThread(new URL('./count-primes.js', import.meta.url)),
});

export const auditor = defineAgent({
  name: 'auditor',
  model: process.env.EXAMPLE_MODEL || 'gpt-5-mini',
  instructions:
    'You audit. Use the tools for every fact; ask for all that you need at once. Say what failed, in a word.',
  tools: [listOrders, readReport, getRates, countPrimes],
  maxParallel: 5,
  limits: { steps: 10 },
});

export default [auditor];
