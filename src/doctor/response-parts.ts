/** Reads Responses items as parts, by the table of kinds of calls. Pure. */
import { callKindOf, resultKindOf } from '../protocol/call-kind.js';
import type { Item } from '../protocol/item.js';
import { contentText } from './chat-parts.js';
import { idText, type Element, type Part } from './part.js';

/** The parts of a conversation, one for each item. */
export function responseParts(elements: readonly Element[]): Part[] {
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
    const givenId = item[answers.resultIdField];
    return {
      kind: 'result',
      element,
      at,
      idAt: `${at}.${answers.resultIdField}`,
      callId: idText(givenId),
      givenId,
      tool: undefined,
      text: contentText(item.output ?? item.reason),
      item: { ...item, [answers.resultIdField]: idText(givenId) },
    };
  });
}

/** An element as an item: a message may leave out its type. */
export function itemOf({ value }: Element): Item {
  return { ...value, type: typeof value.type === 'string' ? value.type : 'message' };
}
