/** The agents of a reader, as the snippets of docs/ import them. */
import { defineAgent } from 'everycall';
import { z } from 'zod';

export const shop = defineAgent({ name: 'shop', model: 'gpt-5-mini', context: z.object({ userId: z.string() }) });
export const guide = defineAgent({ name: 'guide', model: 'gpt-5-mini' });
