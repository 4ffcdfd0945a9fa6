/**
 * Reasoning items on OpenAI's Responses API (rows R3, R4): each is followed by the item that it led to, and a call that
 * came with one keeps it. Source: recorded (a message without its id is no such item); continuedev/continue#10018.
 */
import { resultKindOf } from '../../protocol/call-kind.js';
import type { Element } from '../part.js';
import type { Report } from '../report.js';
import { itemOf } from '../response-parts.js';
import { without, withValue } from '../rules/rule.js';
import type { OrderRule } from './order-rule.js';

const REASONING_MODEL = /^(o\d|gpt-5)/;

/** Reasoning is not alone. */
export const reasoningFollowed: OrderRule = {
  find(elements, report) {
    for (const { value, at } of alone(elements, report)) {
      report.find({
        code: 'reasoning_alone',
        at,
        message: 'the reasoning item is not followed by the item that it led to',
        service: `Item '${String(value.id)}' of type 'reasoning' was provided without its required following item.`,
        fix: 'left out: without what it led to it can only be refused',
      });
    }
  },
  apply(elements, report) {
    const lost = new Set(alone(elements, report));
    for (const { at, value } of lost) {
      report.change(
        'dropped',
        at,
        'the reasoning item is left out: what it led to is not there',
        JSON.stringify(value),
      );
    }
    return elements.filter((element) => !lost.has(element));
  },
};

/** Calls of a reasoning model that still name their item, while all reasoning is gone. */
export const reasoningKept: OrderRule = {
  find(elements, report) {
    for (const { value, at } of orphans(elements, report)) {
      report.find({
        code: 'reasoning_missing',
        severity: 'warning',
        at,
        callId: String(value.call_id),
        tool: String(value.name),
        message: `the call has its item id, but no reasoning item is left in the conversation; if it came with one, it is refused`,
        service: `Item '${String(value.id)}' of type 'function_call' was provided without its required 'reasoning' item: 'rs_…'.`,
        fix: 'the item id is taken off, by which alone the service would miss the reasoning',
      });
    }
  },
  apply(elements, report) {
    const bare = new Set(orphans(elements, report));
    return elements.map((element) => {
      if (!bare.has(element)) return element;
      report.change('changed', element.at, 'its item id is taken off: the reasoning that came with it is gone');
      return withValue(element, without(element.value, 'id'));
    });
  },
};

/** Reasoning items that nothing follows which they can have led to. */
function alone(elements: readonly Element[], { service }: Report): Element[] {
  if (service !== 'openai') return [];
  let follows = false;
  const found: Element[] = [];
  for (const element of [...elements].reverse()) {
    if (element.value.type === 'reasoning') {
      if (!follows && typeof element.value.id === 'string') found.unshift(element);
    } else follows = canFollow(element);
  }
  return found;
}

function canFollow(element: Element): boolean {
  const item = itemOf(element);
  // The service knows what reasoning led to by its id alone.
  if (typeof item.id !== 'string' || resultKindOf(item)) return false;
  return item.type !== 'message' || item.role === 'assistant';
}

function orphans(elements: readonly Element[], { service, request }: Report): Element[] {
  const model = typeof request.model === 'string' && REASONING_MODEL.test(request.model);
  const elsewhere = typeof request.previous_response_id === 'string';
  if (service !== 'openai' || !model || elsewhere) return [];
  if (elements.some(({ value }) => value.type === 'reasoning' || value.type === 'item_reference')) return [];
  return elements.filter(({ value }) => value.type === 'function_call' && String(value.id).startsWith('fc_'));
}
