/** Row R5: no item comes twice, also not one that the previous response already holds. Pure. */
import type { Json } from '../json.js';
import { invalid, type Refusal } from '../refusal.js';
import { firstRefusal } from '../rules/rule.js';
import type { ResponsesRefusalOptions } from './memory.js';
import { wholeInput } from './whole-input.js';

/** The first id that comes again. Source: vercel/ai#13307, MacPaw/OpenAI#432. */
export function duplicateItems(body: Json, options: ResponsesRefusalOptions): Refusal | undefined {
  const { before, own } = wholeInput(body, options);
  const seen = new Set(before.map(({ id }) => id).filter((id) => typeof id === 'string'));
  return firstRefusal(own, ({ id, type }) => {
    // By the schema the `id` of a local shell's output is that of its call.
    if (typeof id !== 'string' || type === 'local_shell_call_output') return undefined;
    const hint = 'Remove duplicate items from your input and try again.';
    if (seen.has(id)) return invalid('R5', `Duplicate item found with id ${id}. ${hint}`, 'input');
    seen.add(id);
    return undefined;
  });
}
