/**
 * Examines a conversation: reads it, says what is wrong and writes it anew. Pure. The order is that of the file: rules over
 * single elements first, so that pairing sees messages as they are meant; then pairing and ids; then rules over the order.
 */
import { wrongType } from '../testing/rules/wording.js';
import { isJson, printed } from '../testing/json.js';
import { checkedCalls } from './checked-calls.js';
import { chatParts } from './chat-parts.js';
import { readDump, withList, type Dump } from './dump.js';
import type { Change, CheckedCall, DoctorOptions, Finding } from './finding.js';
import { newIds } from './ids.js';
import { pair, type Pairing } from './pair.js';
import { reportPairing } from './pairing-findings.js';
import type { CallPart, Element, ResultPart } from './part.js';
import { rebuild } from './rebuild.js';
import { Report } from './report.js';
import { responseParts } from './response-parts.js';
import { CHAT_ORDER, CHAT_RULES, ITEM_ORDER, ITEM_RULES } from './rule-list.js';
import { SERVICES, type Api } from './service.js';
import { reportShapes } from './shapes.js';
import { checkTools } from './tools.js';

/** All that is known of a conversation. */
export interface Examined {
  readonly api: Api;
  readonly findings: readonly Finding[];
  readonly calls: readonly CheckedCall[];
  readonly changes: readonly Change[];
  /** The input with the mended conversation in it; the input itself when nothing changed. */
  readonly transcript: unknown;
}

/** A service that the doctor doesn't know. */
export class UnknownServiceError extends Error {
  override readonly name = 'UnknownServiceError';

  constructor(readonly service: unknown) {
    super(`the doctor knows the rules of ${SERVICES.join(', ')}, not of ${printed(service)}`);
  }
}

/**
 * Examines a parsed conversation. `judged` is the API that it was judged by before; without it the form tells.
 * @throws {UnknownDumpError} when there is none in it.
 * @throws {UnknownServiceError}
 */
export function examine(
  input: unknown,
  { for: service = 'openai', running = false }: DoctorOptions = {},
  judged?: Api,
): Examined {
  if (!SERVICES.includes(service)) throw new UnknownServiceError(service);
  const dump = readDump(input, judged);
  const { api, request } = dump;
  const report = new Report(service, request);
  const rules = api === 'chat' ? CHAT_RULES : ITEM_RULES;
  const elements = rules.reduce((all, rule) => rule(all, report), elementsOf(dump, report));
  const parts = api === 'chat' ? chatParts(elements) : responseParts(elements);
  const { pairing, earlier } = withoutEarlier(pair(parts), dump);
  const open = running ? runningCalls(pairing) : new Set<CallPart>();
  reportPairing(pairing, open, api, report);
  const ids = newIds(parts, pairing, api, report);
  const order = api === 'chat' ? CHAT_ORDER : ITEM_ORDER;
  for (const rule of order) rule.find(elements, report);
  const tools = checkTools(request?.tools, api, report);

  const paired = rebuild(elements, parts, { api, pairing, ids, running: open, earlier }, report);
  const mended = order.reduce((all, rule) => rule.apply(all, report), paired as readonly Element[]);
  reportShapes(mended, api, report);
  const list = mended.map(({ value }) => value);
  const same = list.length === dump.list.length && list.every((value, index) => value === dump.list[index]) && !tools;
  return {
    api,
    findings: byPlace(report.findings),
    calls: checkedCalls(parts, pairing, open, earlier),
    changes: report.changes,
    transcript: same ? input : withList(input, dump, list, tools),
  };
}

function elementsOf({ api, list }: Dump, report: Report): readonly Element[] {
  const name = api === 'chat' ? 'messages' : 'input';
  return list.flatMap((value, index): Element[] => {
    const at = `${name}[${index}]`;
    if (isJson(value) && Object.keys(value).length > 0) {
      // Each Chat message is an answer of its own; items don't tell where an answer ends.
      return [{ value, at, index, ...(api === 'chat' && { step: index }) }];
    }
    report.mended(
      {
        code: 'not_an_item',
        service: wrongType('', at, 'an object', value).message,
        at,
        message: 'this is no message and no item',
        fix: 'left out',
        text: JSON.stringify(value),
      },
      'dropped',
    );
    return [];
  });
}

/** Results of calls that stand in an earlier response, which the service has: they are no strays. */
function withoutEarlier(
  pairing: Pairing,
  { api, request, list }: Dump,
): { pairing: Pairing; earlier: ReadonlySet<ResultPart> } {
  const linked =
    api === 'responses' &&
    (typeof request?.previous_response_id === 'string' ||
      (request?.conversation !== undefined && request.conversation !== null) ||
      list.some((item) => isJson(item) && (item.type === 'item_reference' || item.type === 'compaction')));
  const earlier = new Set(linked ? [...pairing.strays].filter(({ callId }) => callId !== '') : []);
  return { pairing: { ...pairing, strays: minus(pairing.strays, earlier) }, earlier };
}

/** In the order of the input; tools come last. */
function byPlace(findings: readonly Finding[]): Finding[] {
  const place = ({ at }: Finding) => (at.startsWith('tools') ? Infinity : Number(/\[(\d+)\]/.exec(at)?.[1] ?? 0));
  return [...findings].sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
}

function minus<T>(set: ReadonlySet<T>, without: ReadonlySet<T>): Set<T> {
  return new Set([...set].filter((each) => !without.has(each)));
}

/** Calls without a result in the last answer: those that may still run. */
function runningCalls({ answers, missing }: Pairing): Set<CallPart> {
  return new Set(answers.at(-1)?.calls.filter((call) => missing.has(call)));
}
