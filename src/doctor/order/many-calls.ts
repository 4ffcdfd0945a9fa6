/** An assistant message holds at most 128 calls (row C6): a wider answer goes back as several. Source: gptscript-ai/gptscript#547. */
import { listOf } from '../../testing/json.js';
import { longArray } from '../../testing/rules/wording.js';
import type { Element } from '../part.js';
import { withValue } from '../rules/rule.js';
import { added, type OrderRule } from './order-rule.js';

const MOST_CALLS = 128;

/** Splits wider answers, each part followed by its own results. */
export const manyCalls: OrderRule = {
  find(elements, report) {
    for (const { value, at } of elements) {
      const count = listOf(value.tool_calls).length;
      if (count <= MOST_CALLS) continue;
      const path = `${at}.tool_calls`;
      report.find({
        code: 'too_many_calls',
        at: path,
        message: `the message holds ${count} calls`,
        service: longArray('C6', path, MOST_CALLS, count).message,
        fix: `split into messages of at most ${MOST_CALLS} calls, each followed by its results`,
      });
    }
  },
  apply(elements, report) {
    return elements.flatMap((element, index) => {
      const calls = listOf(element.value.tool_calls);
      if (element.value.role === 'tool' && widthBefore(elements, index) > MOST_CALLS) return [];
      if (calls.length <= MOST_CALLS) return [element];
      report.change(
        'changed',
        element.at,
        `its ${calls.length} calls are split into messages of at most ${MOST_CALLS}`,
      );
      const results = resultsAfter(elements, index);
      const messages: Element[] = [];
      for (let start = 0; start < calls.length; start += MOST_CALLS) {
        const part = calls.slice(start, start + MOST_CALLS);
        const ids = new Set(part.map(idOf));
        const value = { ...element.value, tool_calls: part };
        messages.push(
          start === 0
            ? withValue(element, value)
            : added({ role: 'assistant', content: null, tool_calls: part }, element),
        );
        messages.push(...results.filter((result) => ids.has(result.value.tool_call_id)));
      }
      return messages;
    });
  },
};

function resultsAfter(elements: readonly Element[], index: number): Element[] {
  const end = elements.findIndex(({ value }, at) => at > index && value.role !== 'tool');
  return elements.slice(index + 1, end < 0 ? elements.length : end);
}

/** Calls of the message that the results at an index follow. */
function widthBefore(elements: readonly Element[], index: number): number {
  const answer = elements.slice(0, index).findLast(({ value }) => value.role !== 'tool');
  return listOf(answer?.value.tool_calls).length;
}

function idOf(call: unknown): unknown {
  return typeof call === 'object' && call !== null && 'id' in call ? call.id : undefined;
}
