/**
 * Gemini behind Chat Completions: the first call of an answer goes back with the thought signature that came with it, and
 * all calls of an answer stand in one message. Source: open-webui/computer#224, googleapis/js-genai#1275.
 */
import { fieldsOf, isGiven, isJson, listOf, type Json } from '../../testing/json.js';
import type { Element } from '../part.js';
import type { Report } from '../report.js';
import { withValue } from '../rules/rule.js';
import type { OrderRule } from './order-rule.js';

/** Beginning of Gemini's answer. */
const WORDS = 'Function call is missing a thought_signature in functionCall parts.';

/** What Google's guide to thought signatures says to send where there is none: it is taken as such, and makes nothing up. */
const NO_SIGNATURE = 'skip_thought_signature_validator';

/** Calls of one answer that stand in several messages are put together; a lost signature is marked as such. */
export const signatures: OrderRule = {
  find(elements, report) {
    const turn = checkedTurn(elements, report);
    const split = new Set(splitAnswers(turn).flatMap(({ later }) => later));
    for (const element of turn.filter(lacksSignature)) {
      const found = { at: element.at, callId: String(callsOf(element)[0]?.id), service: WORDS };
      if (split.has(element)) {
        const message =
          'the call belongs to the answer before: the calls of one answer are split into several messages';
        report.find({ ...found, code: 'split_calls', message, fix: 'put into the message of the first call' });
      } else {
        const message = 'the first call of the message lost its thought_signature (extra_content.google)';
        const fix = `given the mark for a lost signature, "${NO_SIGNATURE}"; models before Gemini 3 take it without`;
        report.find({ ...found, code: 'no_signature', message, fix });
      }
    }
  },
  apply(elements, report) {
    const turn = checkedTurn(elements, report);
    const merged = new Map<Element, Element>();
    const gone = new Set<Element>();
    for (const { first, later } of splitAnswers(turn)) {
      for (const element of later) {
        report.change('moved', element.at, `its calls go into ${first.at}, the message of their answer`);
        gone.add(element);
      }
      merged.set(first, withValue(first, { ...first.value, tool_calls: [first, ...later].flatMap(callsOf) }));
    }
    const checked = new Set(turn);
    return elements.flatMap((element) => {
      if (gone.has(element)) return [];
      if (checked.has(element) && lacksSignature(element)) return [marked(element, report)];
      return [merged.get(element) ?? element];
    });
  },
};

/** What Gemini checks: the messages since the last one of the user. */
function checkedTurn(elements: readonly Element[], { service }: Report): readonly Element[] {
  if (service !== 'gemini') return [];
  return elements.slice(elements.findLastIndex(({ value }) => value.role === 'user') + 1);
}

function lacksSignature(element: Element): boolean {
  const [first] = callsOf(element);
  return first !== undefined && !isSigned(first);
}

function marked(element: Element, report: Report): Element {
  report.change('added', element.at, `the mark for a lost thought_signature, "${NO_SIGNATURE}"`);
  const [first, ...others] = callsOf(element);
  const extra = fieldsOf(first?.extra_content);
  const google = { ...fieldsOf(extra.google), thought_signature: NO_SIGNATURE };
  const calls = [{ ...first, extra_content: { ...extra, google } }, ...others];
  return withValue(element, { ...element.value, tool_calls: calls });
}

interface SplitAnswer {
  readonly first: Element;
  readonly later: Element[];
}

/** Messages without a signature or a text that directly follow the results of one with a signature. */
function splitAnswers(elements: readonly Element[]): SplitAnswer[] {
  const answers: SplitAnswer[] = [];
  let open: SplitAnswer | undefined;
  for (const element of elements) {
    const [first] = callsOf(element);
    if (element.value.role === 'tool') continue;
    const { content } = element.value;
    const silent = !isGiven(content) || content === '';
    if (first && open && !isSigned(first) && silent) open.later.push(element);
    else {
      open = first && isSigned(first) ? { first: element, later: [] } : undefined;
      if (open) answers.push(open);
    }
  }
  return answers.filter(({ later }) => later.length > 0);
}

function callsOf({ value }: Element): Json[] {
  return value.role === 'assistant' ? listOf(value.tool_calls).filter(isJson) : [];
}

function isSigned(call: Json): boolean {
  return isGiven(fieldsOf(fieldsOf(call.extra_content).google).thought_signature);
}
