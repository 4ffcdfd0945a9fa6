/** An assistant message holds at most 128 calls (row C6): a wider answer goes back as several. Source: gptscript-ai/gptscript#547. */
import { listOf } from '../../testing/json.js';
import { longArray } from '../../testing/rules/wording.js';
import type { Element } from '../part.js';
import type { Report } from '../report.js';
import { withValue } from '../rules/rule.js';
import type { OrderRule } from './order-rule.js';

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
    const mended: Element[] = [];
    let index = 0;
    while (index < elements.length) {
      const element = elements[index]!;
      index += 1;
      if (listOf(element.value.tool_calls).length <= MOST_CALLS) {
        mended.push(element);
        continue;
      }
      const results: Element[] = [];
      while (elements[index]?.value.role === 'tool') results.push(elements[index++]!);
      mended.push(...split(element, results, report));
    }
    return mended;
  },
};

function split(element: Element, results: readonly Element[], report: Report): Element[] {
  const calls = listOf(element.value.tool_calls);
  report.change('changed', element.at, `its ${calls.length} calls are split into messages of at most ${MOST_CALLS}`);
  const messages: Element[] = [];
  for (let start = 0; start < calls.length; start += MOST_CALLS) {
    const part = calls.slice(start, start + MOST_CALLS);
    const ids = new Set(part.map(idOf));
    const said = start === 0 ? element.value : { role: 'assistant', content: null };
    messages.push(withValue(element, { ...said, tool_calls: part }));
    messages.push(...results.filter(({ value }) => ids.has(value.tool_call_id)));
  }
  return messages;
}

function idOf(call: unknown): unknown {
  return typeof call === 'object' && call !== null && 'id' in call ? call.id : undefined;
}
