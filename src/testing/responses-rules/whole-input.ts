/** All that a request gives the model: the items of the responses before it, then its own, references resolved. Pure. */
import { fieldsOf, listOf, type Json } from '../json.js';
import { itemType } from './item-forms.js';
import { NO_MEMORY, type ResponsesRefusalOptions } from './memory.js';

/** The items of a request. */
export interface WholeInput {
  /** From `previous_response_id`, oldest first. */
  readonly before: readonly Json[];
  /** The request's own; text is one message of the user. */
  readonly own: readonly Json[];
}

/** Reads a body whose shape, references and previous response were checked. */
export function wholeInput(body: Json, { memory = NO_MEMORY }: ResponsesRefusalOptions): WholeInput {
  const { input, previous_response_id: previous } = body;
  const given = typeof input === 'string' ? [{ role: 'user', content: input }] : listOf(input).map(fieldsOf);
  const own = given.map((item): Json => {
    const type = itemType(item);
    return type === 'item_reference' ? (memory.item(String(item.id))?.item ?? item) : { ...item, type };
  });
  return { before: (typeof previous === 'string' && memory.conversation(previous)) || [], own };
}
