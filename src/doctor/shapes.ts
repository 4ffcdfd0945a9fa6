/**
 * What else OpenAI's APIs refuse in single messages and items, by the rules of the strict test server, so that there is one
 * table of them. Pure. It looks at the mended conversation: what is refused there nothing of the doctor could mend.
 */
import { contentRefusal } from '../testing/chat-rules/content.js';
import { messageShapes } from '../testing/chat-rules/messages.js';
import { ITEM_FORMS } from '../testing/responses-rules/item-forms.js';
import { itemShapes } from '../testing/responses-rules/items.js';
import { isGiven, listOf, type Json } from '../testing/json.js';
import type { Refusal } from '../testing/refusal.js';
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
  if (report.service !== 'openai') return reportCommon(mended, api, report);
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

/** What every service refuses, in its own words, which are not known: something is absent, or has another type. */
const COMMON = new Set<unknown>(['missing_required_parameter', 'invalid_type']);
/** Of Chat content: the parts that services add have other fields, and an image may be a text elsewhere. */
const COMMON_FIELD = /\.content(?:\[\d+\](?:\.type|\.text)?)?$/;

function reportCommon(mended: readonly Element[], api: Api, report: Report): void {
  const faults = mended.flatMap(({ value, at }) =>
    (api === 'chat' ? contentFaults(value) : [itemShapes({ input: [value] })])
      .filter((refusal): refusal is Refusal => refusal !== undefined && COMMON.has(refusal.code))
      .map(({ message, param }) => ({ at: `${at}${(param ?? '').replace(/^(?:messages|input)\[0\]/, '')}`, message })),
  );
  const fix = 'left as it is: only you can know what was meant';
  for (const { at, message } of faults.slice(0, MOST_FAULTS)) {
    // Its words name the place as if the message stood alone.
    report.find({ code: 'refused', at, message: message.replace(/'(?:messages|input)\[0\][^']*'/, `'${at}'`), fix });
  }
}

/** The faults of a message's content, part by part: a part of a service's own hides none after it. */
function contentFaults({ content }: Json): Refusal[] {
  if (!isGiven(content) || typeof content === 'string') return [];
  if (!Array.isArray(content)) return [contentRefusal({ content }, 0)!];
  return listOf(content).flatMap((part, place) => {
    const refusal = contentRefusal({ content: [part] }, 0);
    if (!refusal?.param || !COMMON_FIELD.test(refusal.param)) return [];
    return [{ ...refusal, param: refusal.param.replace('.content[0]', `.content[${place}]`) }];
  });
}
