/**
 * DeepSeek's thinking mode: an assistant's message with calls goes back with the `reasoning_content` that came with it.
 * Source: langgenius/dify-official-plugins#2350; an empty one is taken, too (continuedev/continue#11285).
 */
import { isJson, listOf } from '../../testing/json.js';
import type { Element } from '../part.js';
import type { Report } from '../report.js';
import { withValue } from '../rules/rule.js';
import type { OrderRule } from './order-rule.js';

/** Says so for messages that lost it; an empty one is put in, since the reasoning itself is gone. */
export const reasoningContent: OrderRule = {
  find(elements, report) {
    for (const { at, index } of bare(elements, report)) {
      report.find({
        code: 'no_reasoning_content',
        at,
        message: 'the message has calls but lost the reasoning_content that came with them',
        service: words(index),
        fix: 'given an empty reasoning_content: what the model thought is not known',
      });
    }
  },
  apply(elements, report) {
    const lacking = new Set(bare(elements, report));
    return elements.map((element) => {
      if (!lacking.has(element)) return element;
      report.change('added', element.at, 'an empty reasoning_content');
      return withValue(element, { ...element.value, reasoning_content: '' });
    });
  },
};

/** Source: deepseek-ai/DeepSeek-V3#1053. */
function words(index: number): string {
  const guide = 'https://api-docs.deepseek.com/guides/thinking_mode#tool-calls';
  const what = `Missing \`reasoning_content\` field in the assistant message at message index ${index}.`;
  return `${what} For more information, please refer to ${guide}`;
}

function bare(elements: readonly Element[], report: Report): Element[] {
  if (report.service !== 'deepseek' || !thinks(elements, report)) return [];
  return elements.filter(
    ({ value }) =>
      value.role === 'assistant' && listOf(value.tool_calls).length > 0 && typeof value.reasoning_content !== 'string',
  );
}

/** Whether the conversation is in thinking mode, as far as it shows. */
function thinks(elements: readonly Element[], { request }: Report): boolean {
  if (isJson(request.thinking)) return request.thinking.type === 'enabled';
  if (typeof request.model === 'string' && request.model.includes('reasoner')) return true;
  return elements.some(({ value }) => typeof value.reasoning_content === 'string' && value.reasoning_content !== '');
}
