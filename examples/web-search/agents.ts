/**
 * A sales desk that keeps tasks and notes in a CRM and looks things up on the web, on the Responses API. With web search
 * among the tools, models stop asking for functions in parallel; isolated, the search is a function like the others.
 */
import { defineAgent, defineTool, hostedTool } from 'everycall';
import { z } from 'zod';

/** Stands for the CRM. */
const records = new Map<string, { readonly kind: string; readonly text: string }>();

/** Under the call's key: a second attempt replaces its own record and makes no other. */
function keep(kind: string, text: string, idempotencyKey: string): { id: string } {
  const id = `${kind}-${idempotencyKey}`;
  records.set(id, { kind, text });
  return { id };
}

const createTask = defineTool({
  name: 'create_task',
  description: 'Creates a task for the owner of a company. Calls run in parallel.',
  parameters: z.object({ company: z.string(), subject: z.string(), due: z.string() }),
  execute: ({ company, subject, due }, { idempotencyKey }) =>
    keep('task', `${company}: ${subject}, due ${due}`, idempotencyKey),
});

const createNote = defineTool({
  name: 'create_note',
  description: 'Puts a note on a company. Calls run in parallel.',
  parameters: z.object({ company: z.string(), body: z.string() }),
  execute: ({ company, body }, { idempotencyKey }) => keep('note', `${company}: ${body}`, idempotencyKey),
});

const common = {
  model: process.env.EXAMPLE_MODEL || 'gpt-5-mini',
  api: 'responses',
  instructions:
    'You run a sales desk. Use the tools for everything; ask for all that you need at once, and search before you write notes. Be brief.',
} as const;

export const blocked = defineAgent({
  ...common,
  name: 'blocked',
  tools: [createTask, createNote, hostedTool({ type: 'web_search' })],
});

export const isolated = defineAgent({
  ...common,
  name: 'isolated',
  tools: [createTask, createNote, hostedTool({ type: 'web_search', isolate: true })],
});

export default [blocked, isolated];
