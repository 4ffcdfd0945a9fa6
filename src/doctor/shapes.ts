/**
 * What else OpenAI's APIs refuse in single messages and items, by the rules of the strict test server, so that there is one
 * table of them. Pure. It looks at the mended conversation: what is refused there nothing of the doctor could mend.
 */
import { messageShapes } from '../testing/chat-rules/messages.js';
import { ITEM_FORMS } from '../testing/responses-rules/item-forms.js';
import { itemShapes } from '../testing/responses-rules/items.js';
import type { Element } from './part.js';
import type { Report } from './report.js';
import type { Api } from './service.js';

/** Faults that are told; a conversation with more has another form altogether. */
const MOST_FAULTS = 100;

/** Whether items of the Responses API have this type. */
export function isItemType(type: string): boolean {
  return ITEM_FORMS.has(type);
}

/** What OpenAI's API answers to the form of one message or item; undefined when it takes it. */
export function shapeWords(api: Api, value: unknown, index: number): string | undefined {
  const list: unknown[] = [];
  list[index] = value;
  return (api === 'chat' ? messageShapes({ messages: list }) : itemShapes({ input: list }))?.message;
}

/** Reports the first fault of each message or item that no rule of the doctor has told in the same words. */
export function reportShapes(mended: readonly Element[], api: Api, report: Report): void {
  if (report.service !== 'openai') return;
  const told = new Set(report.findings.map(({ service }) => service));
  const list: unknown[] = mended.map(({ value }) => value);
  for (let fault = 0; fault < MOST_FAULTS; fault++) {
    const refusal = api === 'chat' ? messageShapes({ messages: list }) : itemShapes({ input: list });
    const place = /^(?:messages|input)\.?\[(\d+)\](.*)/.exec(refusal?.param ?? '');
    const element = mended[Number(place?.[1] ?? -1)];
    if (!refusal || !place || !element) return;
    list[Number(place[1])] = null;
    // In the words that the input itself would get.
    const service = refusal.message.replaceAll(`[${place[1]}]`, `[${element.index}]`);
    if (told.has(service)) continue;
    const fix = 'left as it is: only you can know what was meant';
    report.find({ code: 'refused', at: `${element.at}${place[2]}`, message: 'the API refuses this', service, fix });
  }
}
