/**
 * DeepSeek's Responses API looks for outputs directly after the calls of an answer: whatever stands between them, and an
 * output between two calls of one answer, is refused. Source: recorded; deepseek-ai/awesome-deepseek-integration#740.
 */
import { callIdOf, callKindOf, resultKindOf } from '../../protocol/call-kind.js';
import type { Element } from '../part.js';
import type { Report } from '../report.js';
import { itemOf } from '../response-parts.js';
import type { OrderRule } from './order-rule.js';

/** Calls of one answer stand together, with their outputs directly after them. */
export const adjacentOutputs: OrderRule = {
  find(elements, report) {
    const sorted = together(elements, report);
    elements.forEach((element, index) => {
      const item = itemOf(element);
      const kind = callKindOf(item);
      const next = sorted[index];
      if (!kind || next === element) return;
      const callId = callIdOf(item, kind);
      report.find({
        code: 'out_of_place',
        at: element.at,
        callId,
        tool: kind.nameOf(item),
        message: 'the calls of the answer and their outputs do not stand together: something stands between them',
        service: `No tool output found for tool call ${callId}.`,
        fix: 'the calls are put together, and their outputs directly after them',
      });
    });
  },
  apply(elements, report) {
    const sorted = together(elements, report);
    sorted.forEach((element, index) => {
      if (element !== elements[index] && callKindOf(itemOf(element))) {
        report.change('moved', element.at, 'put together with the other calls of its answer');
      }
    });
    return sorted;
  },
};

/** Each answer as: what is no call, the calls, the outputs. */
function together(elements: readonly Element[], { service }: Report): readonly Element[] {
  if (service !== 'deepseek') return elements;
  const reasons = elements.some(({ value }) => value.type === 'reasoning');
  const sorted: Element[] = [];
  let said: Element[] = [];
  let calls: Element[] = [];
  let outputs: Element[] = [];
  const flush = () => {
    sorted.push(...said, ...calls, ...outputs);
    said = [];
    calls = [];
    outputs = [];
  };
  for (const element of elements) {
    const item = itemOf(element);
    if (resultKindOf(item)) outputs.push(element);
    else if (callKindOf(item)) {
      // Where answers begin with reasoning, a call after an output without any belongs to the answer before.
      if (outputs.length > 0 && !reasons) flush();
      calls.push(element);
    } else {
      if (outputs.length > 0 || (item.type === 'message' && item.role !== 'assistant')) flush();
      said.push(element);
    }
  }
  flush();
  return sorted;
}
