/** An agent that reads an archive page by page: as many steps as there are pages. */
import { defineAgent, defineTool } from 'everycall';
import { z } from 'zod';

/** What a page says; the same each time, so that the sum can be checked. */
export const amountOn = (page: number): number => (page * 7_919) % 100;

const readPage = defineTool({
  name: 'read_page',
  description: 'Reads a page of the archive: its number, and the amount on it.',
  parameters: z.object({ page: z.number().int().min(1), sum: z.number() }),
  effect: 'read',
  execute: ({ page, sum }) => ({ page, sum: sum + amountOn(page) }),
});

export const archivist = defineAgent({
  name: 'archivist',
  model: 'gpt-5-mini',
  instructions: 'Read the pages one by one, and carry the sum of their amounts along.',
  tools: [readPage],
  limits: { steps: 20_000, toolCalls: 20_000, tokens: 1_000_000_000, duration: '24h' },
  compaction: { atTokens: 3_000, keep: 3 },
});

export default [archivist];
