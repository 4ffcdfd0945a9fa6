/**
 * Mistral takes no user's message directly after results: the assistant must have answered them. Source:
 * pipecat-ai/pipecat-flows#178 (type invalid_request_message_order, code 3230).
 */
import type { Element } from '../part.js';
import type { Report } from '../report.js';
import { added, type OrderRule } from './order-rule.js';

/** What stands where the answer was not recorded. */
export const NO_ANSWER = 'No answer was recorded.';

/** Puts the missing answer's place holder in. */
export const answeredBeforeUser: OrderRule = {
  find(elements, report) {
    for (const { at } of tooEarly(elements, report)) {
      report.find({
        code: 'role_order',
        at,
        message: "a user's message directly follows results, with no answer of the assistant between",
        service: "Unexpected role 'user' after role 'tool'",
        fix: `an assistant's message is put between: "${NO_ANSWER}"`,
      });
    }
  },
  apply(elements, report) {
    const early = new Set(tooEarly(elements, report));
    return elements.flatMap((element) => {
      if (!early.has(element)) return [element];
      report.change('added', element.at, `an assistant's message before it: "${NO_ANSWER}"`);
      return [added({ role: 'assistant', content: NO_ANSWER }, element), element];
    });
  },
};

function tooEarly(elements: readonly Element[], { service }: Report): Element[] {
  if (service !== 'mistral') return [];
  return elements.filter(({ value }, at) => value.role === 'user' && elements[at - 1]?.value.role === 'tool');
}
