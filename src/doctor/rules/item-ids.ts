/** Item ids on Responses (rows R5, R6): each once, and only what the service can find. Source: vercel/ai#13307, continuedev/continue#9101. */
import type { Element } from '../part.js';
import type { Report } from '../report.js';
import { without, withValue, type Rule } from './rule.js';

/** Items of one id: the same again is left out, another item loses its id. */
export const duplicateItems: Rule = (elements, report) => {
  const seen = new Map<string, Element>();
  return elements.flatMap((element) => {
    const { value, at } = element;
    const { id } = value;
    // The output of a local shell call carries the id of its call.
    if (typeof id !== 'string' || id === '' || value.type === 'local_shell_call_output') return [element];
    const first = seen.get(id);
    if (!first) {
      seen.set(id, element);
      return [element];
    }
    const same = value.type === 'item_reference' || JSON.stringify(first.value) === JSON.stringify(value);
    if (!same && value.type === 'mcp_approval_request') return [element];
    report.mended(
      {
        code: 'duplicate_item',
        at,
        message: `the item id ${JSON.stringify(id)} is that of ${first.at}, too`,
        service: `Duplicate item found with id ${id}. Remove duplicate items from your input and try again.`,
        fix: same ? `left out: it says what ${first.at} says` : 'the id is taken off: it is another item',
      },
      same ? 'dropped' : 'changed',
    );
    return same ? [] : [withValue(element, without(value, 'id'))];
  });
};

/** With `store: false` the service has no item by its id alone: neither by reference nor reasoning without its content. */
export const notStored: Rule = (elements, report) => {
  if (report.request.store !== false || report.service !== 'openai') return elements;
  let dropped = false;
  return elements.flatMap((element) => {
    const { value, at } = element;
    const reasoning = value.type === 'reasoning';
    if (value.type === 'item_reference' || (reasoning && typeof value.encrypted_content !== 'string')) {
      dropped ||= reasoning;
      refuseStored(element, reasoning, report);
      return [];
    }
    // Calls that came with it would be refused without it; by no id the service links them.
    if (dropped && value.type === 'function_call' && 'id' in value) {
      report.change('changed', at, 'its item id is taken off, since its reasoning item is left out');
      return [withValue(element, without(value, 'id'))];
    }
    if (value.type !== 'function_call') dropped = false;
    return [element];
  });
};

function refuseStored({ value, at }: Element, reasoning: boolean, report: Report): void {
  const id = typeof value.id === 'string' ? value.id : '';
  const what = reasoning ? 'the reasoning item has no encrypted_content' : 'the item is a reference';
  report.mended(
    {
      code: 'not_stored',
      at,
      message: `${what}, and with store: false the service has nothing under ${JSON.stringify(id)}`,
      service:
        `Item with id '${id}' not found. Items are not persisted when \`store\` is set to false. ` +
        'Try again with `store` set to true, or remove this item from your input.',
      fix: reasoning ? 'left out; ask for include: ["reasoning.encrypted_content"] to keep it' : 'left out',
    },
    'dropped',
  );
}
