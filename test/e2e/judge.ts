/**
 * Judges a turn from the outside: by the ledger that its tools wrote, by what the strict model server was asked, and by
 * history, never by what the turn says of itself. It shares no code with what it judges.
 */
import type { CallView, TurnView } from '../../src/client.js';
import type { LoggedRequest } from '../../src/testing.js';
import type { LedgerLine } from './faults/ledger-line.js';

/** What is known of a turn. */
export interface Evidence {
  /** The turn as its history tells it. */
  readonly view: TurnView;
  /** The requests that the model was sent for this turn, in order of arrival. */
  readonly requests: readonly LoggedRequest[];
  /** The ledger of this turn, in order. */
  readonly lines: readonly LedgerLine[];
  /** Processes that were paused: an attempt that sleeps in one may wake, and begin, after its call has ended. */
  readonly paused?: ReadonlySet<number>;
  /** The turn was reset: what came before may belong to answers that are no part of it any more. */
  readonly reset?: boolean;
}

/** Outcomes that say that the tool was not run. */
const NOT_RUN: ReadonlySet<unknown> = new Set(['unknown_tool', 'invalid_arguments', 'skipped', 'denied']);
/** Texts that say so. */
const SAYS_NOT_RUN = /had no effect|never started|was not run/;

/** What is wrong with a turn; empty when nothing is. */
export function judge(evidence: Evidence): string[] {
  return [
    ...refusals(evidence),
    ...evidence.requests.flatMap(unpaired),
    ...unlikeHistory(evidence),
    ...unrecorded(evidence),
    ...evidence.view.calls.flatMap((call) => untrue(call, evidence)),
    ...wrongKeys(evidence),
  ];
}

function refusals({ requests }: Evidence): string[] {
  const bad = requests.filter((request) => request.refusal !== undefined || request.failure !== undefined);
  return bad.map(({ number, refusal, failure }) => `request ${number} was refused: ${refusal?.message ?? failure}`);
}

interface Message {
  readonly role: string;
  readonly tool_call_id?: string;
  readonly content?: unknown;
  readonly tool_calls?: readonly { readonly id: string }[];
}

const messagesOf = (request: LoggedRequest) => (request.body as { messages: readonly Message[] }).messages;
const idsOf = (message: Message) => (message.tool_calls ?? []).map((call) => call.id);

/** Every call of every answer in the request has its one result, right after the answer and in order; no other is there. */
function unpaired(request: LoggedRequest): string[] {
  const expected: string[] = [];
  const problems: string[] = [];
  for (const message of messagesOf(request)) {
    if (message.role === 'tool') {
      const next = expected.shift();
      if (message.tool_call_id !== next) {
        problems.push(`request ${request.number} has a result of ${message.tool_call_id} in the place of ${next}`);
      }
      continue;
    }
    if (expected.length > 0) problems.push(`request ${request.number} has no result of ${expected.join(', ')}`);
    expected.length = 0;
    if (message.role === 'assistant') expected.push(...idsOf(message));
  }
  if (expected.length > 0) problems.push(`request ${request.number} ends without results of ${expected.join(', ')}`);
  return problems;
}

/** The model was told what history has: the calls that it asked for, and the recorded output of each. */
function unlikeHistory({ view, requests, reset = false }: Evidence): string[] {
  const told = view.steps.map((step) => step.calls.map((call) => [call.callId, call.output]));
  const problems: string[] = [];
  const asked = new Map<number, LoggedRequest>();
  for (const request of requests) {
    const answers = answersIn(request);
    asked.set(answers.length, request);
    if (!reset) problems.push(...differences(request, answers, told));
  }
  for (const [answers, request] of asked) {
    if (reset && answers < view.steps.length) problems.push(...differences(request, answersIn(request), told));
  }
  view.steps.forEach((step, index) => {
    if (step.state === 'done' && !asked.has(index)) problems.push(`step ${step.step} was answered without a request`);
  });
  return problems;
}

/** The answers in a request, each with its calls and what the model was told of them. */
function answersIn(request: LoggedRequest): unknown[][][] {
  const answers: unknown[][][] = [];
  for (const message of messagesOf(request)) {
    if (message.role === 'assistant') answers.push([]);
    if (message.role === 'tool') answers.at(-1)?.push([message.tool_call_id, message.content]);
  }
  return answers;
}

function differences(request: LoggedRequest, answers: unknown[][][], told: unknown[][][]): string[] {
  const wrong = answers.findIndex((answer, i) => JSON.stringify(answer) !== JSON.stringify(told[i]));
  if (wrong < 0) return [];
  const [sent, recorded] = [JSON.stringify(answers[wrong]), JSON.stringify(told[wrong])];
  return [`request ${request.number} tells of step ${wrong + 1} ${sent}, history has ${recorded}`];
}

/** A turn that ended has a result for each call, and its counts say so. */
function unrecorded({ view }: Evidence): string[] {
  if (view.status === 'running') return ['the turn has not ended'];
  const open = view.calls.filter((call) => call.state !== 'done' || call.outcome === undefined);
  const problems = open.map((call) => `call ${call.callId} has no result`);
  const counts = new Map<string, number>();
  for (const { outcome = 'none' } of view.calls) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const counted = Object.entries(view.result?.counts ?? {});
  const same = counted.length === counts.size && counted.every(([outcome, n]) => counts.get(outcome) === n);
  if (!same)
    problems.push(`the turn counts ${JSON.stringify(view.result?.counts)}, ${JSON.stringify([...counts])} are`);
  const places = new Set(view.calls.map((call) => `${call.step}.${call.position}`));
  if (places.size !== view.calls.length) problems.push('two calls stand at one place');
  return problems;
}

/** What is recorded of a call agrees with what its tool told. */
function untrue(call: CallView, evidence: Evidence): string[] {
  const { view, requests, paused = new Set(), reset = false } = evidence;
  const lines = evidence.lines.filter(
    (line) => line.callId === call.callId && (!reset || JSON.stringify(line.args) === compact(call.arguments)),
  );
  const begins = lines.filter((line) => line.event === 'begin');
  const problems: string[] = [];
  const say = (what: string) => problems.push(`call ${call.callId} (${call.outcome}) ${what}`);

  const notRun = NOT_RUN.has(call.outcome) || SAYS_NOT_RUN.test(call.output ?? '');
  if (notRun && begins.length > 0) say(`says that it was not run, but began ${begins.length} times`);
  if ((call.outcome === 'ok' || call.outcome === 'error') && begins.length === 0) say('never began');
  if (call.outcome === 'ok') {
    const end = lines.find((line) => line.event === 'end' && JSON.stringify(line.value) === call.output);
    const next = requests.find((request) => answersIn(request).length >= call.step);
    if (!end) say(`records an output that no attempt returned: ${call.output}`);
    else if (!reset && next && next.at < end.at) say(`ended after request ${next.number}`);
  }
  const effect = view.policy?.tools.find((tool) => tool.name === call.name)?.effect;
  if (call.outcome === 'interrupted' && effect !== 'once') say('may run again');
  if (effect === 'once' && begins.length > 1 && !reset) say(`must not run twice, but began ${begins.length} times`);
  // A person may have said yes to other arguments than the model's.
  const changed = call.approval?.decided?.args;
  const wanted = changed === undefined ? compact(call.arguments) : JSON.stringify(changed);
  for (const begin of begins) {
    if (JSON.stringify(begin.args) !== wanted) say('was run with other arguments');
    const late = call.endedAt !== undefined && begin.at > call.endedAt;
    if (late && !paused.has(begin.pid)) say(`was run again after it had ended, by process ${begin.pid}`);
  }
  return problems;
}

const compact = (json: string) => JSON.stringify(JSON.parse(json));

/** One call has one key, and no other call has it. */
function wrongKeys({ lines }: Evidence): string[] {
  const problems: string[] = [];
  const keys = new Map<string, string>();
  const owners = new Map<string, string>();
  for (const { callId, args, key } of lines) {
    const call = `${callId} ${JSON.stringify(args)}`;
    if ((keys.get(call) ?? key) !== key) problems.push(`call ${callId} ran with two idempotency keys`);
    if ((owners.get(key) ?? call) !== call) problems.push(`calls ${owners.get(key)} and ${call} share a key`);
    keys.set(call, key);
    owners.set(key, call);
  }
  return problems;
}
