/**
 * From a Responses answer to items. Pure but for minted ids. Rule: the whole `output` is read, every item is kept
 * verbatim, and only an answer that the service calls finished is taken for one.
 */
import type { Finish } from '../../contract/call-model.js';
import type { Repair } from '../../contract/repair.js';
import { callKindOf } from '../../protocol/call-kind.js';
import type { Item } from '../../protocol/item.js';
import { fieldsOf, type Json } from '../../protocol/json.js';
import { AnswerFailed } from '../answer-faults.js';
import { AnswerUnreadable } from '../answer-unreadable.js';
import type { ModelAnswer } from '../model.js';
import { reported } from '../json-events.js';
import { tokenUsage } from '../token-usage.js';
import { repairItems } from './repair-items.js';

/**
 * The items, usage and end of an answer. `mint` makes a call id where the service sent none that can go back; `offered`
 * are the names of the tools that the request offered.
 * @throws {AnswerUnreadable} when the body holds no output items.
 * @throws {AnswerFailed} when the service reports a fault, or did not finish the answer.
 */
export function fromResponsesAnswer(
  body: unknown,
  mint: () => string,
  offered: ReadonlySet<string> = new Set(),
): ModelAnswer {
  const answer = fieldsOf(body);
  refuseUnfinished(answer);
  if (!Array.isArray(answer.output)) throw new AnswerUnreadable('Responses answer', body);
  const { items, repairs } = repairItems(answer.output, mint, offered);
  if (items.length === 0 && answer.output.length > 0) throw new AnswerUnreadable('Responses answer', body);
  const { finish, notes } = finishOf(answer, items);
  return {
    items: items.map((item) => ({ item })),
    usage: tokenUsage(answer.usage, 'input', 'output'),
    finish,
    repairs: [...repairs, ...notes],
  };
}

/** Statuses of an answer that is none (yet); `queued` and `in_progress` are what background mode answers with. */
const UNFINISHED = new Set(['failed', 'cancelled', 'queued', 'in_progress']);

function refuseUnfinished({ status, error, output, incomplete_details: details }: Json): void {
  const isFault = error !== undefined && error !== null;
  if (isFault && (status === 'failed' || !Array.isArray(output))) throw new AnswerFailed(reported({ error }));
  if (typeof status !== 'string' || !UNFINISHED.has(status)) return;
  const reason = fieldsOf(details).reason;
  const why = typeof reason === 'string' ? ` (${reason})` : '';
  throw new AnswerFailed({ code: `response_${status}`, message: `the answer has the status "${status}"${why}` });
}

function finishOf({ status, incomplete_details: details }: Json, items: readonly Item[]): End {
  if (status === 'incomplete') {
    const { reason } = fieldsOf(details);
    if (reason === 'max_output_tokens') return { finish: 'length', notes: [] };
    if (reason === 'content_filter') return { finish: 'content_filter', notes: [] };
    // Cut all the same: a call in it may lack the end of its arguments.
    return { finish: 'length', notes: [note(`the answer is incomplete, for the reason ${JSON.stringify(reason)}`)] };
  }
  const cut = items.find((item) => callKindOf(item) && item.status === 'incomplete');
  if (cut) return { finish: 'length', notes: [note(`the answer is ${String(status)} with an incomplete ${cut.type}`)] };
  if (status === 'completed' || status === undefined) return { finish: 'stop', notes: [] };
  return { finish: 'stop', notes: [note(`the answer has the status ${JSON.stringify(status)}`)] };
}

interface End {
  readonly finish: Finish;
  readonly notes: readonly Repair[];
}

function note(detail: string): Repair {
  return { kind: 'status', detail };
}
