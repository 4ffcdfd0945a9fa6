/** A triage agent that asks two others, both with a structured answer, and can hand the turn to a third. */
import { setTimeout as delay } from 'node:timers/promises';
import { agentTool, defineAgent, defineTool, handoff } from 'everycall';
import { z } from 'zod';

const model = process.env.EXAMPLE_MODEL || 'gpt-5-mini';
/** US dollars for a million tokens, as an example: look up what your service takes. */
const prices = { [model]: { input: 0.25, cached: 0.025, output: 2 } };
/** What looking at a picture takes here, in milliseconds. */
const LOOK_MS = 1_500;

const lookAtPicture = defineTool({
  name: 'look_at_picture',
  description: 'Says what is on the picture of a ticket.',
  parameters: z.object({ ticket: z.string() }),
  effect: 'read',
  execute: async ({ ticket }) => {
    await delay(LOOK_MS);
    return `picture of ticket ${ticket}: a parcel with a torn corner`;
  },
});

export const textAgent = defineAgent({
  name: 'text_agent',
  model,
  prices,
  instructions: 'You read what a customer wrote.',
  output: z.object({ mood: z.enum(['calm', 'angry']), wants: z.string() }),
});

export const imageAgent = defineAgent({
  name: 'image_agent',
  model,
  prices,
  instructions: 'You judge the picture of a ticket. Look at it first.',
  tools: [lookAtPicture],
  output: z.object({ damaged: z.boolean(), what: z.string() }),
});

export const refunds = defineAgent({
  name: 'refunds',
  model,
  prices,
  instructions: 'You decide on refunds and tell the customer, in one sentence.',
});

export const triage = defineAgent({
  name: 'triage',
  model,
  prices,
  instructions:
    'You sort support tickets. Ask text_agent and image_agent at once about each ticket. Hand over to refunds when something is damaged; else answer in one sentence.',
  tools: [
    agentTool(textAgent, { description: 'Reads what the customer wrote: mood, and what is wanted.' }),
    agentTool(imageAgent, { description: 'Judges the picture of a ticket, given its number: is something damaged?' }),
    handoff(refunds, { description: 'Hand over when something is damaged and the customer wants money back.' }),
  ],
  limits: { cost: 0.5 },
});

// The others are served too, since triage leads to them.
export default [triage];
