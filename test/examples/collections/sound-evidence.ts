/** Evidence of a fan-out with a kill in which everything went as it must; tests tamper with copies of it. */
import { message } from '../../../src/protocol/item.js';
import type { Item } from '../../../src/index.js';
import type { LoggedRequest } from '../../../src/testing.js';
import type { Evidence, Reminder, ToolStart } from '../../../examples/collections/demo/evidence.js';

/** The turn of the evidence. */
export const TURN = 'turn-1';
/** Process ids of the worker that was killed and of the one after it. */
export const KILLED = 11;
export const NEXT = 22;

const CALLS = [
  { id: 'call_info', name: 'get_customer_info', output: '{"name":"John Doe"}' },
  { id: 'call_pay', name: 'get_payment_history', output: '{"payments":[]}' },
  { id: 'call_credit', name: 'get_credit_score', output: 'Error: timed out after 0.8 s.' },
  { id: 'call_legal', name: 'get_legal_opinion', output: 'Error: there is no tool named "get_legal_opinion".' },
  { id: 'call_mail', name: 'send_reminder', output: '{"reminder":1}' },
] as const;

type CallId = (typeof CALLS)[number]['id'];

/** A start in the ledger. */
export function start(callId: CallId, pid: number, end: 'ok' | 'open' | (string & {}), attempt = 1): ToolStart {
  const tool = CALLS.find(({ id }) => id === callId)!.name;
  const failure = end === 'ok' || end === 'open' ? null : end;
  return { turnId: TURN, callId, tool, key: `key of ${callId}`, attempt, pid, ended: end !== 'open', failure };
}

/** A reminder's row. */
export function reminder(id: number, callId: string, deliveries = 1): Reminder {
  return { id, key: `key of ${callId}`, turnId: TURN, callId, customer: 'John Doe', deliveries };
}

/** Messages of the second request: the first one's, the calls and their results. */
export function secondMessages(): Record<string, unknown>[] {
  const asked = { role: 'user', content: 'Check John Doe' };
  const calls = CALLS.map(({ id, name }) => ({ id, type: 'function', function: { name, arguments: '{}' } }));
  const results = CALLS.map(({ id, output }) => ({ role: 'tool', tool_call_id: id, content: output }));
  return [asked, { role: 'assistant', content: null, tool_calls: calls }, ...results];
}

/** A request in the log that was answered. */
export function request(number: number, messages: readonly Record<string, unknown>[]): LoggedRequest {
  const frame = { at: number, method: 'POST', path: '/v1/chat/completions', headers: {}, aborted: false, openMs: 1 };
  return { ...frame, number, body: { model: 'm', messages }, status: 200 };
}

/** The evidence. */
export function soundEvidence() {
  const calls = CALLS.map(({ id, name }): Item => ({ type: 'function_call', call_id: id, name, arguments: '{}' }));
  const results = CALLS.map(({ id, output }): Item => ({ type: 'function_call_output', call_id: id, output }));
  return {
    model: {
      requests: [request(1, secondMessages().slice(0, 1)), request(2, secondMessages())],
      answers: [
        { request: 1, calls: CALLS.map(({ id, name }) => ({ id, name })) },
        { request: 2, calls: [] },
      ],
    },
    turns: [
      {
        turnId: TURN,
        query: 'Check John Doe',
        closed: 'completed' as const,
        entries: [
          { step: 0, item: message('user', 'Check John Doe') },
          ...[...calls, ...results].map((item) => ({ step: 1, item })),
          { step: 2, item: message('assistant', 'Done.') },
        ],
        activities: [
          { id: 'model:1', type: 'callModel', attempts: 1, end: 'completed' as const },
          { id: '1.0:call_info', type: 'get_customer_info', attempts: 1, end: 'completed' as const },
          { id: '1.1:call_pay', type: 'get_payment_history', attempts: 2, end: 'completed' as const },
          {
            id: '1.2:call_credit',
            type: 'get_credit_score',
            attempts: 1,
            end: 'failed' as const,
            failureType: 'everycall.timeout',
          },
          { id: '1.4:call_mail', type: 'send_reminder', attempts: 2, end: 'completed' as const },
          { id: 'model:2', type: 'callModel', attempts: 1, end: 'completed' as const },
        ],
      },
    ],
    starts: [
      start('call_info', KILLED, 'ok'),
      start('call_pay', KILLED, 'payments are under maintenance'),
      start('call_pay', KILLED, 'ok', 2),
      start('call_credit', KILLED, 'the attempt was stopped'),
      start('call_mail', KILLED, 'open'),
      start('call_mail', NEXT, 'ok', 2),
    ],
    reminders: [reminder(1, 'call_mail')],
    killedPid: KILLED,
  } satisfies Evidence;
}
