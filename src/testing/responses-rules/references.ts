/** What a request refers to must be kept: a previous response (row R7), and items by their id (row R6). Pure. */
import { fieldsOf, isGiven, listOf, type Json } from '../json.js';
import { invalid, type Refusal } from '../refusal.js';
import { firstRefusal } from '../rules/rule.js';
import { wrongType } from '../rules/wording.js';
import { itemType } from './item-forms.js';
import { NO_MEMORY, type ResponsesRefusalOptions } from './memory.js';

/** Row R7. Source: maximhq/bifrost#2441, smg-project/smg#916; param from memory. */
export function previousResponse(body: Json, { memory = NO_MEMORY }: ResponsesRefusalOptions): Refusal | undefined {
  const { previous_response_id: id } = body;
  if (!isGiven(id)) return undefined;
  if (typeof id !== 'string') return wrongType('R7', 'previous_response_id', 'a string', id);
  if (memory.conversation(id)) return undefined;
  const message = `Previous response with id '${id}' not found.`;
  return invalid('R7', message, 'previous_response_id', 'previous_response_not_found');
}

/** Row R6. Source: continuedev/continue#9101; the words without a hint from memory. */
function notFound(id: string, unstored: boolean): Refusal {
  const hint =
    ' Items are not persisted when `store` is set to false. Try again with `store` set to true, or remove this item ' +
    'from your input.';
  return { ...invalid('R6', `Item with id '${id}' not found.${unstored ? hint : ''}`, 'input'), status: 404 };
}

/**
 * Row R6. Reasoning without its encrypted content is looked up by its id, too: it must be of an answer that is kept, and
 * a request with `store: false` says itself that none is.
 */
export function itemReferences(body: Json, { memory = NO_MEMORY }: ResponsesRefusalOptions): Refusal | undefined {
  return firstRefusal(listOf(body.input).map(fieldsOf), (item) => {
    const type = itemType(item);
    const isReference = type === 'item_reference';
    if (!isReference && (type !== 'reasoning' || isGiven(item.encrypted_content) || !isGiven(item.id)))
      return undefined;
    const id = String(item.id);
    const known = memory.item(id);
    if (isReference && !known) return notFound(id, body.store === false);
    const kept = known ? known.kept : body.store !== false;
    return kept ? undefined : notFound(id, true);
  });
}
