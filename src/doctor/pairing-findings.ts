/** What is wrong between calls and results, as findings. Pure. */
import type { Answer } from './answers.js';
import { straysAfter, type Pairing } from './pair.js';
import type { CallPart, ResultPart } from './part.js';
import type { Report } from './report.js';
import type { Api } from './service.js';
import { missing as missingParameter } from '../testing/rules/wording.js';
import { againWords, missingWords, sameIdWords, strayWords, twiceWords } from './words.js';

/** The one call that is answered by a person, and may stay without an answer. */
export const APPROVAL = 'mcp_approval_request';

/** Results that a finding names by their places. */
const MOST_PLACES = 10;

/** Reports missing, duplicate, stray, misplaced and unclear results, and repeated calls. */
export function reportPairing(pairing: Pairing, running: ReadonlySet<CallPart>, api: Api, report: Report): void {
  const { answers, resultOf, outOfPlace, missing, unclear, repeated } = pairing;
  const { service } = report;
  const near = new Map(answers.flatMap((answer) => answer.run.map((result) => [result, answer] as const)));
  const answerOf = new Map(answers.flatMap((answer) => answer.calls.map((call) => [call, answer] as const)));
  const strayAfter = new Map<Answer | undefined, ResultPart | undefined>(
    answers.map((answer) => [answer, straysAfter(answer, pairing)[0]]),
  );
  const callsById = new Map<string, number>();
  for (const { callId } of answerOf.keys()) callsById.set(callId, (callsById.get(callId) ?? 0) + 1);
  const openOf = (call: CallPart) => {
    const open = answerOf
      .get(call)
      ?.calls.filter((each) => missing.has(each) || outOfPlace.has(resultOf.get(each) as ResultPart));
    return (open ?? [call]).map(({ callId }) => callId);
  };
  const about = ({ at, callId, tool }: CallPart) => ({ at, callId, ...(tool !== '' && { tool }) });

  for (const call of missing) {
    if (running.has(call)) continue;
    if (call.item.type === APPROVAL) {
      report.find({
        ...about(call),
        code: 'missing_result',
        severity: 'warning',
        message: 'nobody has approved or denied the call; OpenAI takes that as no',
        fix: 'left as it is: only a person can approve',
      });
      continue;
    }
    const stray = strayAfter.get(answerOf.get(call));
    report.find({
      ...about(call),
      code: 'missing_result',
      message: `the call has no result${stray ? ' that is known to be its own' : ''}`,
      ...(!report.legacyIds.has(call.callId) && {
        service: missingWords(service, api, call.item.type, call.callId, openOf(call)),
      }),
      fix: stray
        ? `a result is added that says that one of no known call was left out, which stands at ${stray.at}`
        : 'a result is added that says that none was recorded',
    });
  }
  for (const [call, result] of resultOf) {
    if (!outOfPlace.has(result)) continue;
    const early = result.element.index < call.element.index;
    // OpenAI's Responses API joins by id wherever the two stand, unless an id is used again: deepseek-ai/awesome-deepseek-integration#740.
    const again = (callsById.get(call.callId) ?? 0) > 1;
    const joined = api === 'responses' && service === 'openai' && !early && result.callId !== '';
    const taken = joined && !again;
    const words = early
      ? strayWords(service, api, result, near.has(result))
      : joined
        ? againWords(call.callId)
        : missingWords(service, api, call.item.type, call.callId, openOf(call));
    report.find({
      code: 'out_of_place',
      severity: taken ? 'warning' : 'error',
      at: result.at,
      callId: result.callId,
      tool: call.tool,
      message: `the result stands ${early ? 'before its call' : 'apart from its call'} at ${call.at}${taken ? '; OpenAI takes it, other services and Chat Completions do not' : ''}`,
      ...(!taken && { service: words }),
      fix: 'moved to directly after its answer',
    });
  }
  for (const [result, call] of pairing.duplicates) {
    const first = resultOf.get(call);
    const same = first?.text === result.text;
    const other = first && near.get(first) === near.get(result) ? twiceWords(service, api, first, result) : undefined;
    report.mended(
      {
        code: 'duplicate_result',
        at: result.at,
        callId: result.callId,
        tool: call.tool,
        message: `a second result of the call at ${call.at}, with ${same ? 'the same' : 'another'} text`,
        service: other ?? strayWords(service, api, result, near.has(result)),
        fix: same ? 'left out: it says the same' : 'left out: the first one stays',
        ...(!same && { text: result.text }),
      },
      'dropped',
    );
  }
  for (const result of pairing.strays) {
    report.mended(
      {
        code: 'stray_result',
        at: result.at,
        callId: result.callId,
        message:
          result.callId === '' ? 'a result without an id, and no call that it must belong to' : 'a result of no call',
        service: noIdWords(result, report) ?? strayWords(service, api, result, near.has(result)),
        fix: 'left out: no call is there that it answers',
        text: result.text,
      },
      'dropped',
    );
  }
  for (const { calls, results } of unclear) {
    const more = results.length > MOST_PLACES ? ` and ${results.length - MOST_PLACES} more` : '';
    const places = `${results
      .slice(0, MOST_PLACES)
      .map(({ at }) => at)
      .join(', ')}${more}`;
    const words = results.map((result) => noIdWords(result, report)).find((each) => each !== undefined);
    for (const call of calls) {
      report.find({
        ...about(call),
        code: 'unclear_result',
        ...(words !== undefined && { service: words }),
        message: `${results.length === 1 ? `whether the result at ${places}` : `which of the results at ${places}`} belongs to the call can't be told: ids are missing or used twice`,
        fix: 'the first of these calls is told all of these results, the others where they stand, and all that it is not known which is whose',
      });
    }
  }
  for (const call of repeated) {
    report.mended(
      {
        ...about(call),
        code: 'repeated_call',
        service: api === 'chat' ? sameIdWords(call.callId, call.element.index) : againWords(call.callId),
        message: 'the call is there twice',
        fix: 'left out: it says what the first one says',
      },
      'dropped',
    );
  }
}

/** What OpenAI answers to a result that says no id at all. */
function noIdWords({ idAt, givenId }: ResultPart, { service }: Report): string | undefined {
  return service === 'openai' && givenId === undefined ? missingParameter('C4', idAt).message : undefined;
}
