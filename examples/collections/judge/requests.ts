/** Checks of the model server's log: what it was sent, against what it had answered. Pure. */
import type { LoggedRequest } from 'everycall/testing';
import type { Evidence, GivenAnswer, TurnEvidence } from '../demo/evidence.js';
import { outputsOf } from './history.js';

type ModelSide = NonNullable<Evidence['model']>;

/** What of a Chat message the judge looks at. */
interface Message {
  readonly role: string;
  readonly content?: unknown;
  readonly tool_call_id?: string;
  readonly tool_calls?: readonly { readonly id: string }[];
}

/** Requests that were refused, or that the script had no reply for. */
export function judgeRefusals({ requests }: ModelSide): string[] {
  if (requests.length === 0) return ['the log is empty'];
  return requests.flatMap(({ number, status, refusal, failure }) => {
    if (refusal) return [`request ${number} was refused: ${refusal.message}`];
    if (failure !== undefined) return [`request ${number} found no reply: ${failure}`];
    return status === 200 ? [] : [`request ${number} got status ${status ?? 'none'}`];
  });
}

/** Calls of answers that the next request does not answer as it must. */
export function judgeRequests({ requests, answers }: ModelSide, turns: readonly TurnEvidence[]): string[] {
  if (answers.length === 0) return ['the model server gave no answer'];
  const recorded = outputsOf(turns);
  return answers.flatMap((answer) => judgeAnswer(answer, requests, recorded));
}

function judgeAnswer(
  { request, calls }: GivenAnswer,
  requests: readonly LoggedRequest[],
  recorded: ReadonlyMap<string, string>,
): string[] {
  if (calls.length === 0) return [];
  const asked = requests.find(({ number }) => number === request);
  if (!asked) return [`the log has no request ${request}, which was answered`];
  const next = requests.find((each) => each.number > request && continues(each, asked));
  if (!next) return [`no request followed the calls of request ${request}`];
  const rest = messagesOf(next).slice(messagesOf(asked).length);
  const wanted = calls.map(({ id }) => id);
  const asking = rest[0]?.tool_calls?.map(({ id }) => id) ?? [];
  const where = `request ${next.number}`;
  if (asking.join() !== wanted.join())
    return [`${where} holds calls [${asking.join(', ')}], not [${wanted.join(', ')}]`];
  const results = rest.slice(1);
  const answered = results.map((message) => (message.role === 'tool' ? message.tool_call_id : message.role));
  if (answered.join() !== wanted.join()) {
    return [`${where} answers [${answered.join(', ')}] where [${wanted.join(', ')}] were called`];
  }
  return results.flatMap(({ tool_call_id: id = '', content }) =>
    recorded.get(id) === content ? [] : [`${where} tells another result of ${id} than history has`],
  );
}

/** Whether a request goes on with the conversation of an earlier one: it begins with the same messages. */
function continues(request: LoggedRequest, earlier: LoggedRequest): boolean {
  const before = messagesOf(earlier);
  return JSON.stringify(messagesOf(request).slice(0, before.length)) === JSON.stringify(before);
}

function messagesOf({ body }: LoggedRequest): readonly Message[] {
  const { messages } = (body ?? {}) as { messages?: readonly Message[] };
  return messages ?? [];
}
