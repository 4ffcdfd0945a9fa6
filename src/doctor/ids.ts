/**
 * Ids of calls: there, unique in their answer, and of a form that the service takes. Pure. Rule: an id that is well formed
 * stays; a call that gets a new one takes its result with it.
 */
import { stringRefusal } from '../testing/rules/wording.js';
import type { Refusal } from '../testing/refusal.js';
import { NewIds } from './new-ids.js';
import type { Pairing } from './pair.js';
import type { CallPart, Part } from './part.js';
import type { Report } from './report.js';
import { sameIdWords } from './words.js';
import { MISTRAL_ID, MOST_ID, type Api } from './service.js';

/** The ids of calls that get another one. */
export function newIds(parts: readonly Part[], pairing: Pairing, api: Api, report: Report): Map<CallPart, string> {
  const used = new Set(parts.flatMap((part) => (part.kind === 'other' ? [] : [part.callId])));
  const mint = new NewIds(used);
  const renamed = new Map<string, string>();
  const ids = new Map<CallPart, string>();
  for (const { calls } of pairing.answers) {
    const seen = new Set<string>();
    for (const call of calls) {
      if (pairing.repeated.has(call)) continue;
      const fault = faultOf(call, seen, api, report);
      seen.add(call.callId);
      if (!fault) continue;
      const { code, message, service } = fault;
      // A result that kept its id tells what the call's was.
      const kept = pairing.resultOf.get(call)?.callId ?? '';
      const mustMint = code === 'same_id' || kept === '' || call.callId !== '' || !fits(kept, api, report);
      const id =
        code === 'id_form' && typeof call.givenId === 'number' && fits(call.callId, api, report)
          ? call.callId
          : !mustMint
            ? kept
            : code === 'same_id' || call.callId === ''
              ? mint.next()
              : (renamed.get(call.callId) ?? mint.next());
      if (code !== 'same_id' && call.callId !== '') renamed.set(call.callId, id);
      ids.set(call, id);
      report.mended({
        code,
        at: call.at,
        callId: call.callId,
        tool: call.tool,
        message,
        ...(service !== undefined && { service }),
        fix: `given the id ${id}, and its result, too`,
      });
    }
  }
  return ids;
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
    const twice = sameIdWords(callId, call.element.index);
    const message = 'the id is that of another call of the same answer';
    return { code: 'same_id', message, ...(api === 'chat' && { service: twice }) };
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
