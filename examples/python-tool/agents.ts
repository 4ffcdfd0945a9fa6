/** An agent whose tool runs in another worker, in Python: see worker.py. */
import { defineAgent, remoteTool } from 'everycall';
import { z } from 'zod';

export const describeNumbers = remoteTool({
  name: 'describe_numbers',
  description: 'Mean and standard deviation of numbers. Calls run in parallel.',
  parameters: z.object({ numbers: z.array(z.number()), digits: z.number().int().min(0).max(10).default(2) }),
  taskQueue: 'python',
  effect: 'read',
  // Without a worker there, the model is told so after a minute.
  maxWait: '1m',
});

export const statistician = defineAgent({
  name: 'statistician',
  model: process.env.EXAMPLE_MODEL || 'gpt-5-mini',
  instructions: 'You answer from the tools. Ask for all that you need at once.',
  tools: [describeNumbers],
});

export default [statistician];
