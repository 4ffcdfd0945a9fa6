/** The collections agent: looks after customers who owe money. `everycall worker examples/collections/agents.ts` serves it. */
import { defineAgent } from 'everycall';
import { analyzeCustomerData } from './tools/analysis.js';
import { getCreditScore } from './tools/credit.js';
import { getCustomerInfo, listCustomers } from './tools/customers.js';
import { getPaymentHistory } from './tools/payments.js';
import { sendReminder } from './tools/reminders.js';

/** Talks to the service of `OPENAI_BASE_URL` (OpenAI itself when that is unset) with the key in `OPENAI_API_KEY`. */
export const collections = defineAgent({
  name: 'collections',
  model: process.env.COLLECTIONS_MODEL || 'gpt-5-mini',
  instructions:
    'You help a collections team. Use the tools for every fact; ask for all that you need in one go. ' +
    'Say what failed, in a word. Be polite about customers, and brief.',
  tools: [getCustomerInfo, listCustomers, analyzeCustomerData, getPaymentHistory, getCreditScore, sendReminder],
});

export default [collections];
