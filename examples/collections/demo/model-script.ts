/**
 * The scripted model: what stands in for a real one when there is no key. It looks at the last user message and at the
 * results, like a model would, and answers over real HTTP.
 */
import { randomBytes } from 'node:crypto';
import type { Conversation, Reply, ScriptedCall, ScriptFunction } from 'everycall/testing';
import type { Analysis } from '../tools/analysis.js';
import type { Customer } from '../tools/customers.js';
import type { GivenAnswer } from './evidence.js';
import { ANALYSIS_QUERY, CUSTOMER_QUERY, FAN_OUT_QUERY, LIST_QUERY } from './queries.js';

type Calls = readonly Pick<ScriptedCall, 'name' | 'arguments'>[];

const JOHN = { customer: 'John Doe' };

/** What is asked for first, by query. */
const FIRST_CALLS: ReadonlyMap<string, Calls> = new Map<string, Calls>([
  [CUSTOMER_QUERY, [{ name: 'get_customer_info', arguments: JOHN }]],
  [LIST_QUERY, [{ name: 'list_customers', arguments: {} }]],
  [
    ANALYSIS_QUERY,
    [
      { name: 'analyze_customer_data', arguments: { segment: 'business' } },
      { name: 'analyze_customer_data', arguments: { segment: 'private' } },
    ],
  ],
  [
    FAN_OUT_QUERY,
    [
      { name: 'get_customer_info', arguments: JOHN },
      { name: 'get_payment_history', arguments: JOHN },
      { name: 'get_credit_score', arguments: JOHN },
      { name: 'get_legal_opinion', arguments: JOHN },
      { name: 'send_reminder', arguments: { ...JOHN, message: 'Please pay invoices I-2001 and I-2002.' } },
      { name: 'send_reminder', arguments: { customer: 'Acme Tools', message: 'Please pay invoice I-2003.' } },
    ],
  ],
]);

/** A script that adds each answer that it gives to `given`. */
export function modelScript(given: GivenAnswer[]): ScriptFunction {
  return (_request, { number, conversation }) => {
    const reply = replyTo(conversation);
    given.push({ request: number, calls: (reply.calls ?? []).map(({ id = '', name }) => ({ id, name })) });
    return reply;
  };
}

function replyTo(conversation: Conversation): Reply {
  const first = FIRST_CALLS.get(conversation.user);
  if (!first) return { text: 'I am a script and know four questions; set OPENAI_API_KEY to ask a real model others.' };
  if (conversation.step > 1) return { text: summaryOf(conversation) };
  return { calls: first.map((each) => ({ ...each, id: `call_${randomBytes(12).toString('hex')}` })) };
}

function summaryOf({ user, results }: Conversation): string {
  const outputs = results.map(({ output }) => output);
  if (user === CUSTOMER_QUERY) {
    const { name, id, city, open, overdue, oldestOverdueDays } = JSON.parse(outputs[0]!) as Customer;
    return `${name} (${id}, ${city}) owes $${open}, of which $${overdue} is overdue, for up to ${oldestOverdueDays} days.`;
  }
  if (user === LIST_QUERY) {
    const customers = JSON.parse(outputs[0]!) as Customer[];
    const worst = customers.slice(0, 3).map(({ name, overdue }) => `${name} ($${overdue})`);
    return `There are ${customers.length} customers. Most is overdue from ${worst.join(', ')}.`;
  }
  if (user === ANALYSIS_QUERY) {
    const segments = outputs.map((output) => JSON.parse(output) as Analysis);
    return segments
      .map(
        (each) => `${each.segment}: $${each.overdue} of $${each.open} open is overdue, largest: ${each.largestDebtor}.`,
      )
      .join(' ');
  }
  const failed = results.filter(({ output }) => output.startsWith('Error:')).map(({ name }) => name);
  return `${results.length - failed.length} of ${results.length} requests worked. Not available: ${failed.join(', ')}.`;
}
