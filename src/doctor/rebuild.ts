/**
 * Writes a paired conversation anew: each answer with its results directly after it. Pure. Rule: a result that is there is
 * kept to the letter; where there is none the text says so and nothing more.
 */
import { callKindOf } from '../protocol/call-kind.js';
import type { Item } from '../protocol/item.js';
import { isJson, listOf, type Json } from '../testing/json.js';
import type { Answer } from './answers.js';
import { straysAfter, type Pairing } from './pair.js';
import { APPROVAL } from './pairing-findings.js';
import type { CallPart, Element, Part, ResultPart } from './part.js';
import type { Report } from './report.js';
import type { Api } from './service.js';
import { UnclearTexts } from './unclear-texts.js';

/** The text of a result that the input doesn't have. */
export const NO_RESULT = 'No result was recorded for this call. It may or may not have run.';
/** The same for a call that may still run. */
export const NO_RESULT_YET = 'No result was recorded for this call yet: it was still running.';

/** The same where a result that may be the call's was left out. */
export const NO_KNOWN_RESULT =
  "No result is known to be this call's: one without a known call was found after it and left out. The call may or may not have run.";

/** What the conversation is written from. */
export interface Plan {
  readonly api: Api;
  readonly pairing: Pairing;
  readonly ids: ReadonlyMap<CallPart, string>;
  readonly running: ReadonlySet<CallPart>;
  /** Results that answer calls of an earlier request; they stay. */
  readonly earlier: ReadonlySet<ResultPart>;
}

/** The plan while it is carried out. */
interface Work extends Plan {
  readonly unclear: UnclearTexts;
}

/** The elements in their new order. */
export function rebuild(elements: readonly Element[], parts: readonly Part[], given: Plan, report: Report): Element[] {
  const { answers, repeated } = given.pairing;
  const plan: Work = { ...given, unclear: new UnclearTexts(given.pairing.unclear) };
  const partsOf = grouped(parts);
  const before = new Map<ResultPart, Answer>();
  const after = new Map<CallPart, Answer>();
  for (const answer of answers) {
    const [first] = answer.run;
    if (first) before.set(first, answer);
    else if (answer.calls.length > 0) after.set(answer.calls.at(-1)!, answer);
  }
  return elements.flatMap((element) => {
    const own = partsOf.get(element) ?? [];
    const [part] = own;
    if (part?.kind === 'result') {
      const answer = before.get(part);
      const results = answer ? resultsOf(answer, plan, report) : [];
      return plan.earlier.has(part) ? [...results, element] : results;
    }
    const calls = own.filter((each): each is CallPart => each.kind === 'call');
    const last = calls.at(-1);
    const answer = last && after.get(last);
    const written =
      calls.length > 0 && calls.every((call) => repeated.has(call)) ? [] : [withCalls(element, calls, plan)];
    return [...written, ...(answer ? resultsOf(answer, plan, report) : [])];
  });
}

function grouped(parts: readonly Part[]): Map<Element, Part[]> {
  const groups = new Map<Element, Part[]>();
  for (const part of parts) groups.set(part.element, [...(groups.get(part.element) ?? []), part]);
  return groups;
}

/** The message or item with the ids that its calls get. */
function withCalls(element: Element, calls: readonly CallPart[], { api, pairing, ids }: Plan): Element {
  if (!calls.some((call) => ids.has(call) || pairing.repeated.has(call))) return element;
  if (api === 'responses') {
    const id = ids.get(calls[0]!);
    const kind = callKindOf(calls[0]!.item);
    return id === undefined || !kind ? element : { ...element, value: { ...element.value, [kind.callIdField]: id } };
  }
  const byPlace = new Map(calls.map((call) => [call.place, call]));
  const written = listOf(element.value.tool_calls)
    .filter(isJson)
    .flatMap((value, place) => {
      const call = byPlace.get(place);
      if (!call || pairing.repeated.has(call)) return [];
      return [ids.has(call) ? { ...value, id: ids.get(call) } : value];
    });
  return { ...element, value: { ...element.value, tool_calls: written } };
}

/** The results of an answer: those that stand there in their order, then the others in the order of the calls. */
function resultsOf(answer: Answer, plan: Work, report: Report): Element[] {
  const { calls, run } = answer;
  const { pairing } = plan;
  const left = (call: CallPart) => pairing.missing.has(call) && call.item.type === APPROVAL;
  const own = calls.filter((call) => !pairing.repeated.has(call) && !left(call));
  const inPlace = own
    .filter((call) => run.includes(pairing.resultOf.get(call) as ResultPart))
    .sort((a, b) => run.indexOf(pairing.resultOf.get(a)!) - run.indexOf(pairing.resultOf.get(b)!));
  const others = own.filter((call) => !inPlace.includes(call));
  const none = straysAfter(answer, pairing).length > 0 ? NO_KNOWN_RESULT : undefined;
  return [...inPlace, ...others].map((call) => resultOf(call, none, plan, report));
}

/** `none` is what a call without a result is told, where it is not the usual. */
function resultOf(call: CallPart, none: string | undefined, plan: Work, report: Report): Element {
  const { pairing, ids, api, running, unclear } = plan;
  const id = ids.get(call) ?? call.callId;
  const result = pairing.resultOf.get(call);
  if (result) {
    if (pairing.outOfPlace.has(result)) report.change('moved', result.at, `moved to after its call at ${call.at}`);
    return result.givenId === id ? result.element : { ...result.element, value: withId(result, id, api) };
  }
  const shared = unclear.textOf(call, id);
  const text = shared ?? none ?? (running.has(call) ? NO_RESULT_YET : NO_RESULT);
  // Its form has no place for words.
  const told = call.item.type === 'computer_call' ? 'a blank screenshot, since none was recorded' : text;
  report.change(
    'added',
    call.at,
    `a result for ${id}: ${shared === undefined ? told : 'which results may be its own'}`,
  );
  return { ...call.element, value: answerTo(call, id, text, api) };
}

function withId({ element, item }: ResultPart, id: string, api: Api): Json {
  if (api === 'chat') return { ...element.value, tool_call_id: id };
  return { ...element.value, [item.type === 'mcp_approval_response' ? 'approval_request_id' : 'call_id']: id };
}

function answerTo(call: CallPart, id: string, text: string, api: Api): Json {
  if (api === 'chat') return { role: 'tool', tool_call_id: id, content: text };
  const kind = callKindOf(call.item);
  if (!kind) throw new TypeError(`an item of type "${call.item.type}" is no call`);
  const item: Item = { ...call.item, [kind.callIdField]: id };
  return kind.answer(item, text, false);
}
