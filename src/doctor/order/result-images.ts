/** A Chat result holds text alone (row C13, recorded): images and files of it go into a user's message after the results. */
import { isJson, listOf, type Json } from '../../testing/json.js';
import type { Element } from '../part.js';
import { withValue } from '../rules/rule.js';
import { added, type OrderRule } from './order-rule.js';

/** Parts that a user's message takes. */
const FOR_USERS = new Set<unknown>(['image_url', 'input_audio', 'file']);

/** Moves what is no text behind the results of the answer. */
export const resultImages: OrderRule = {
  find(elements, report) {
    for (const element of elements) {
      const { value, at, index } = element;
      if (foreignParts(element).length === 0) continue;
      report.find({
        code: 'bad_content',
        at,
        callId: String(value.tool_call_id),
        message: 'the result holds parts that are no text',
        service: `Invalid 'messages[${index}]'. Content blocks are expected to be either text or image_url type.`,
        fix: "put into a user's message after the results of the answer",
      });
    }
  },
  apply(elements, report) {
    let waiting: Element[] = [];
    const mended = elements.flatMap((element): Element[] => {
      const before = element.value.role === 'tool' ? [] : waiting;
      if (element.value.role !== 'tool') waiting = [];
      const foreign = foreignParts(element);
      if (foreign.length === 0) return [...before, element];
      report.change('moved', element.at, `its ${foreign.length} parts that are no text go into a user's message`);
      const of = `From the result of call ${String(element.value.tool_call_id)}:`;
      const parts = foreign.map((part) =>
        FOR_USERS.has(part.type) ? part : { type: 'text', text: JSON.stringify(part) },
      );
      waiting.push(added({ role: 'user', content: [{ type: 'text', text: of }, ...parts] }, element));
      const texts = listOf(element.value.content).filter((part) => isJson(part) && part.type === 'text');
      const content = texts.length > 0 ? texts : 'The result is in the next message of the user.';
      return [...before, withValue(element, { ...element.value, content })];
    });
    return [...mended, ...waiting];
  },
};

function foreignParts({ value }: Element): Json[] {
  if (value.role !== 'tool') return [];
  return listOf(value.content).filter((part): part is Json => isJson(part) && part.type !== 'text');
}
