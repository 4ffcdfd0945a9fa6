/** The judge itself: it passes a turn in which all is right, and finds each way in which one can be wrong. */
import type { CallView, TurnView } from '../../src/client.js';
import type { LoggedRequest } from '../../src/testing.js';
import type { LedgerLine } from './faults/ledger-line.js';
import { judge } from './judge.js';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
interface Sample {
  calls: Writable<CallView>[];
  counts: Record<string, number>;
  status: TurnView['status'];
  requests: Writable<LoggedRequest>[];
  lines: Writable<LedgerLine>[];
  paused?: Set<number>;
}

const TOOLS = [
  { name: 'work', effect: 'idempotent' },
  { name: 'once', effect: 'once' },
];

/** Two calls: `call_a` lost its first worker and ran again, `call_b` ran once; then the model said `done`. */
function sample(): Sample {
  const call = (callId: string, name: string, position: number, output: string): Writable<CallView> => {
    const ended = { state: 'done', outcome: 'ok', output, attempts: 1, endedAt: 500 } as const;
    return { step: 1, position, callId, name, arguments: `{"n":${position}}`, ...ended };
  };
  const line = (event: LedgerLine['event'], callId: string, tool: string, n: number, more: Partial<LedgerLine>) => {
    const attempt = { attempt: 1, pid: 1, at: 100 };
    return { event, turnId: 't', callId, tool, args: { n }, key: `key of ${callId}`, ...attempt, ...more };
  };
  const user = { role: 'user', content: 'go' };
  const answer = { role: 'assistant', content: null, tool_calls: [{ id: 'call_a' }, { id: 'call_b' }] };
  const told = [
    { role: 'tool', tool_call_id: 'call_a', content: '"a2"' },
    { role: 'tool', tool_call_id: 'call_b', content: '"b1"' },
  ];
  const request = (number: number, at: number, sent: unknown[]): LoggedRequest => {
    const http = { method: 'POST', path: '/v1/chat/completions', headers: {}, aborted: false, status: 200 };
    return { number, at, ...http, body: { messages: sent } };
  };
  return {
    calls: [call('call_a', 'work', 0, '"a2"'), call('call_b', 'once', 1, '"b1"')],
    counts: { ok: 2 },
    status: 'completed',
    requests: [request(1, 10, [user]), request(2, 600, [user, answer, ...told])],
    lines: [
      line('begin', 'call_a', 'work', 0, {}),
      line('begin', 'call_b', 'once', 1, {}),
      line('end', 'call_b', 'once', 1, { value: 'b1' }),
      line('begin', 'call_a', 'work', 0, { attempt: 2, pid: 2, at: 300 }),
      line('end', 'call_a', 'work', 0, { attempt: 2, pid: 2, at: 400, value: 'a2' }),
    ],
  };
}

function verdict({ calls, counts, status, requests, lines, paused }: Sample): string[] {
  const step = (number: number, of: readonly CallView[]) => ({ step: number, state: 'done', calls: of });
  const steps = [step(1, calls), step(2, [])];
  const result = { outcome: status, counts };
  const view = { status, calls, steps, policy: { tools: TOOLS }, result } as unknown as TurnView;
  return judge({ view, requests, lines, ...(paused && { paused }) });
}

const messages = ({ requests }: Sample) => (requests[1]!.body as { messages: Record<string, unknown>[] }).messages;

test('a turn in which all is right has no problem', () => {
  expect(verdict(sample())).toEqual([]);
});

test.each<[what: string, tamper: (sample: Sample) => void, problem: RegExp]>([
  [
    'a refused request',
    (s) => (s.requests[1]!.refusal = { status: 400, message: 'no', code: null, rule: 'C1' }),
    /was refused/,
  ],
  ['a script without a reply', (s) => (s.requests[1]!.failure = 'none'), /was refused/],
  ['a hole', (s) => messages(s).pop(), /without results of call_b/],
  ['a duplicate', (s) => messages(s).push(messages(s)[3]!), /in the place of undefined/],
  ['a wrong order', (s) => messages(s).push(...messages(s).splice(2, 1)), /call_b in the place of call_a/],
  ['a stray', (s) => messages(s).push({ role: 'tool', tool_call_id: 'x', content: '' }), /result of x/],
  ['a result far from its call', (s) => messages(s).splice(2, 0, { role: 'user', content: '?' }), /no result of/],
  ['another output than recorded', (s) => (messages(s)[2]!.content = '"a1"'), /history has/],
  ['an answer without a request', (s) => s.requests.pop(), /without a request/],
  ['an open turn', (s) => (s.status = 'running'), /has not ended/],
  ['a call without a result', (s) => delete s.calls[1]!.outcome, /has no result/],
  ['wrong counts', (s) => (s.counts = { ok: 1, error: 1 }), /the turn counts/],
  ['two calls at one place', (s) => (s.calls[1]!.position = 0), /two calls stand at one place/],
  ['an output that no attempt returned', (s) => (s.lines[4]!.value = 'a1'), /no attempt returned/],
  ['a request before the last result', (s) => (s.requests[1]!.at = 350), /ended after request 2/],
  ['a call that is ok and never began', (s) => (s.lines = s.lines.filter((l) => l.callId !== 'call_a')), /never began/],
  ['a finished call that is run again', (s) => s.lines.push({ ...s.lines[0]!, at: 700 }), /again after it had ended/],
  ['`once` that is run twice', (s) => s.lines.push({ ...s.lines[1]!, at: 200 }), /must not run twice/],
  ['a safe tool that is interrupted', (s) => interrupt(s, 0), /may run again/],
  ['a call that ran and is said not to have', (s) => skip(s), /says that it was not run/],
  ['two keys of one call', (s) => (s.lines[3]!.key = 'other'), /two idempotency keys/],
  ['one key of two calls', (s) => s.lines.forEach((l) => (l.key = 'same')), /share a key/],
  ['other arguments than asked for', (s) => s.lines.forEach((l) => (l.args = { n: 7 })), /other arguments/],
])('%s is found', (_what, tamper, problem) => {
  const tampered = sample();
  tamper(tampered);
  expect(verdict(tampered).join('\n')).toMatch(problem);
});

test('an attempt that wakes in a paused process may begin late', () => {
  const woken = sample();
  woken.lines.push({ ...woken.lines[0]!, at: 700 });
  woken.paused = new Set([1]);
  expect(verdict(woken)).toEqual([]);
});

function interrupt(s: Sample, index: number): void {
  s.calls[index]!.outcome = 'interrupted';
  s.counts = { ok: 1, interrupted: 1 };
}

function skip(s: Sample): void {
  s.calls[0]!.outcome = 'timeout';
  s.calls[0]!.output = 'the call was never started and had no effect';
  messages(s)[2]!.content = s.calls[0]!.output;
  s.counts = { ok: 1, timeout: 1 };
}
