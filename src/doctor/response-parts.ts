/** Reads Responses items as parts, by the table of kinds of calls. Pure. */
import { answeredIdField, callIdOf, callKindOf, resultKindOf } from '../protocol/call-kind.js';
import type { Item } from '../protocol/item.js';
import { contentText } from './chat-parts.js';
import { idText, type Element, type Part } from './part.js';

/** The parts of a conversation, one for each item. */
export function responseParts(elements: readonly Element[]): Part[] {
  const called = new Set(elements.map((element) => callIdAt(itemOf(element))).filter((id) => id !== ''));
  return elements.map((element): Part => {
    const { at } = element;
    const item = itemOf(element);
    const kind = callKindOf(item);
    if (kind) {
      const givenId = item[kind.callIdField];
      return {
        kind: 'call',
        element,
        at,
        idAt: `${at}.${kind.callIdField}`,
        place: 0,
        callId: idText(givenId),
        givenId,
        tool: kind.nameOf(item),
        args: kind.argumentsOf(item),
        item: { ...item, [kind.callIdField]: idText(givenId) },
        resultType: kind.result,
      };
    }
    const answers = resultKindOf(item);
    if (!answers) return { kind: 'other', element, item };
    const named = answeredIdField(item, answers);
    // An `id` of its own names no call: then the place may tell.
    const field = called.has(idText(item[named])) ? named : answers.resultIdField;
    const givenId = item[field];
    return {
      kind: 'result',
      element,
      at,
      idAt: `${at}.${field}`,
      callId: idText(givenId),
      givenId,
      tool: undefined,
      text: contentText(item.output ?? item.reason),
      item: { ...item, [answers.resultIdField]: idText(givenId) },
    };
  });
}

function callIdAt(item: Item): string {
  const kind = callKindOf(item);
  return kind ? callIdOf(item, kind) : '';
}

/** An element as an item: a message may leave out its type. */
export function itemOf({ value }: Element): Item {
  return { ...value, type: typeof value.type === 'string' ? value.type : 'message' };
}
