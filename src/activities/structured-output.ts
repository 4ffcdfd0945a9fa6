/** Reads a structured answer by the agent's schema, here in Node: the workflow has no schemas. */
import type { CallModelOutput } from '../contract/call-model.js';
import type { Agent } from '../definition/agent.js';
import { textOf, type Item } from '../protocol/item.js';

/** The answer's value, or why it doesn't fit. */
export async function structuredOutput(
  items: readonly { readonly item: Item }[],
  agent: Agent,
): Promise<NonNullable<CallModelOutput['structured']>> {
  const text = items.map(({ item }) => textOf(item)).join('');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'it is not JSON' };
  }
  const parsed = await agent.output!.parse(value, 'output');
  return parsed.ok ? { value: parsed.value } : { problem: parsed.message };
}
