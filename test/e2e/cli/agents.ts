/** The agents file of the command line's tests. Its model is the scripted one that the environment names. */
import { defineAgent, defineTool } from 'everycall';
import { z } from 'zod';

const weather = defineTool({
  name: 'get_weather',
  description: 'Weather of a city.',
  parameters: z.object({ city: z.string() }),
  retry: { initialInterval: 10, maximumAttempts: 2 },
  execute: ({ city }, { attempt, context }) => {
    if (city === 'Rome' && attempt === 1) throw new Error('the station did not answer');
    if (city === 'Nowhere') throw new Error('\u001b[31mno such city\u001b[0m\u0007');
    return { city, ...(context !== undefined && { context }) };
  },
});

/** Begins, says so, and goes on until it is told to stop, unless the environment is in a hurry. */
const slow = defineTool({
  name: 'slow',
  description: 'Takes its time.',
  parameters: z.object({}),
  timeout: '10m',
  deadline: '20m',
  retry: { initialInterval: 10 },
  execute: async (_args, { signal, log }) => {
    if (process.env.EVERYCALL_TEST_FAST) return 'at last';
    log.info('slow has begun');
    await new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('told to stop')), { once: true });
    });
    return '';
  },
});

/** Asks a person about more than ten. */
const refund = defineTool({
  name: 'refund',
  description: 'Gives money back.',
  parameters: z.object({ amount: z.number().positive(), note: z.string().optional() }),
  approval: ({ amount }) => {
    if (amount === 13) throw new Error('no \u001b[31mluck');
    return amount > 10;
  },
  execute: ({ amount }) => `refunded ${amount}`,
});

const tester = defineAgent({
  name: 'tester',
  model: 'gpt-test',
  provider: { baseURL: process.env.EVERYCALL_TEST_MODEL, apiKeyEnv: 'EVERYCALL_TEST_KEY' },
  instructions: 'You are tested.',
  tools: [weather, slow, refund],
  limits: { steps: 3 },
});
const other = defineAgent({ name: 'other', model: 'gpt-test' });

export default { agents: [tester, other], shutdownGraceMs: 200 };
