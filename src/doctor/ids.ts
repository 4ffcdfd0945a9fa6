/**
 * Ids of calls: there, unique in their answer, and of a form that the service takes. Pure. Rule: an id that is well formed
 * stays; a call that gets a new one takes its result with it.
 */
import { stringRefusal } from '../testing/rules/wording.js';
import type { Refusal } from '../testing/refusal.js';
import { NewIds } from './new-ids.js';
import type { Pairing } from './pair.js';
import type { CallPart, Part, ResultPart } from './part.js';
import type { Report } from './report.js';
import { againWords, sameIdWords } from './words.js';
import { MISTRAL_ID, MOST_ID, type Api } from './service.js';

/** The ids of calls that get another one. */
export function newIds(parts: readonly Part[], pairing: Pairing, api: Api, report: Report): Map<CallPart, string> {
  const mint = new NewIds(new Set(parts.flatMap((part) => (part.kind === 'other' ? [] : [part.callId]))));
  const renamed = new Map<string, string>();
  const ids = new Map<CallPart, string>();
  for (const { calls } of pairing.answers) {
    const seen = new Set<string>();
    for (const call of calls.filter((each) => !pairing.repeated.has(each))) {
      const fault = faultOf(call, seen, api, report);
      const result = pairing.resultOf.get(call);
      seen.add(call.callId);
      if (fault) {
        const id = idFor(call, fault, result, { mint, renamed, api, report });
        ids.set(call, id);
        const { callId, tool, at } = call;
        report.mended({ ...fault, at, callId, tool, fix: `given the id ${id}, and its result, too` });
      } else if (result && result.givenId !== call.givenId) reportResultId(call, result, report);
    }
  }
  return ids;
}

interface Choice {
  readonly mint: NewIds;
  /** What ids of refused forms became: an id that is used in several steps stays one. */
  readonly renamed: Map<string, string>;
  readonly api: Api;
  readonly report: Report;
}

function idFor(call: CallPart, { code }: Fault, result: ResultPart | undefined, choice: Choice): string {
  const { mint, renamed, api, report } = choice;
  if (code === 'same_id') return mint.next();
  // A result that kept its id tells what the call's was; a number is an id but for its form.
  const kept = code === 'empty_id' ? (result?.callId ?? '') : typeof call.givenId === 'number' ? call.callId : '';
  if (code === 'empty_id') return fits(kept, api, report) ? kept : mint.next();
  const id = renamed.get(call.callId) ?? (fits(kept, api, report) ? kept : mint.next());
  renamed.set(call.callId, id);
  return id;
}

/** The call's id is good, the result's is not the same: it has none, or one that is no text. */
function reportResultId(call: CallPart, result: ResultPart, report: Report): void {
  const refusal = stringRefusal('C4', result.idAt, result.givenId);
  report.mended({
    code: result.callId === '' ? 'empty_id' : 'id_form',
    at: result.at,
    callId: call.callId,
    tool: call.tool,
    message: `the result's id is ${result.callId === '' ? 'missing' : 'no text'}; it can only be that of the call at ${call.at}`,
    ...words(refusal),
    fix: `given the id ${call.callId}`,
  });
}

type Fault = {
  readonly code: 'empty_id' | 'same_id' | 'long_id' | 'id_form';
  readonly message: string;
  readonly service?: string;
};

function faultOf(call: CallPart, seen: ReadonlySet<string>, api: Api, { service: name }: Report): Fault | undefined {
  const { callId, idAt, givenId } = call;
  const most = MOST_ID[api];
  const refusal = stringRefusal('C4', idAt, givenId, most);
  if (callId === '') return { code: 'empty_id', message: 'the call has no id', ...words(refusal) };
  if (seen.has(callId)) {
    const service = api === 'chat' ? sameIdWords(callId, call.element.index) : againWords(callId);
    return { code: 'same_id', message: 'the id is that of another call of the same answer', service };
  }
  if (name === 'mistral' && !MISTRAL_ID.test(callId)) {
    const service = `Tool call id was ${callId} but must be a-z, A-Z, 0-9, with a length of 9.`;
    return { code: 'id_form', message: 'the id is not 9 letters and digits', service };
  }
  if (typeof givenId !== 'string') return { code: 'id_form', message: 'the id is no text', ...words(refusal) };
  if (!refusal) return undefined;
  return {
    code: 'long_id',
    message: `the id has ${callId.length} characters, at most ${most} are taken`,
    ...words(refusal),
  };
}

function words(refusal: Refusal | undefined): { service?: string } {
  return refusal ? { service: refusal.message } : {};
}

function fits(id: string, api: Api, { service }: Report): boolean {
  return id !== '' && id.length <= MOST_ID[api] && (service !== 'mistral' || MISTRAL_ID.test(id));
}
