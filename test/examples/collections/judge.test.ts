/** The demo's judge: it passes sound evidence, and each way of tampering with a record fails the check that is about it. */
import { judge } from '../../../examples/collections/judge.js';
import { judgeScenario } from '../../../examples/collections/judge/scenario.js';
import type { Refusal } from '../../../src/testing.js';
import type { Evidence } from '../../../examples/collections/demo/evidence.js';
import { KILLED, NEXT, reminder, request, secondMessages, soundEvidence, start, TURN } from './sound-evidence.js';

type Sound = ReturnType<typeof soundEvidence>;

/** All problems that are found, each with its check. */
function problems(evidence: Evidence): string[] {
  return [...judge(evidence), ...judgeScenario(evidence, TURN)].flatMap(({ check, problems: found }) =>
    found.map((problem) => `${check}: ${problem}`),
  );
}

function withMessages(change: (messages: Record<string, unknown>[]) => Record<string, unknown>[]) {
  return ({ model, ...rest }: Sound): Evidence => ({
    ...rest,
    model: { ...model, requests: [model.requests[0]!, request(2, change(secondMessages()))] },
  });
}

function withStarts(change: (starts: Sound['starts']) => Evidence['starts']) {
  return (evidence: Sound): Evidence => ({ ...evidence, starts: change(evidence.starts) });
}

function withTurn(change: (turn: Sound['turns'][number]) => Evidence['turns'][number]) {
  return (evidence: Sound): Evidence => ({ ...evidence, turns: evidence.turns.map(change) });
}

const swap = <T>(list: readonly T[], one: number, other: number): T[] =>
  list.map((each, at) => list[at === one ? other : at === other ? one : at] ?? each);

const TAMPERED: readonly [name: string, tamper: (evidence: Sound) => Evidence, found: RegExp][] = [
  [
    'a refused request',
    ({ model, ...rest }) => {
      const refusal: Refusal = { status: 400, message: 'no', code: null, rule: 'C1' };
      const refused = { ...model.requests[1]!, status: 400, refusal };
      return { ...rest, model: { ...model, requests: [model.requests[0]!, refused] } };
    },
    /refused no request: request 2 was refused: no/,
  ],
  ['an empty log', ({ model, ...rest }) => ({ ...rest, model: { ...model, requests: [] } }), /the log is empty/],
  ['no answers', ({ model, ...rest }) => ({ ...rest, model: { ...model, answers: [] } }), /gave no answer/],
  [
    'no next request',
    ({ model, ...rest }) => ({ ...rest, model: { ...model, requests: model.requests.slice(0, 1) } }),
    /no request followed the calls of request 1/,
  ],
  [
    'a result missing in the request',
    withMessages((all) => all.slice(0, -1)),
    /request 2 answers \[.*call_legal\] where/,
  ],
  ['a result twice in the request', withMessages((all) => [...all, all.at(-1)!]), /call_mail, call_mail\] where/],
  ['results swapped in the request', withMessages((all) => swap(all, 2, 3)), /answers \[call_pay, call_info/],
  [
    'calls swapped in the request',
    withMessages((all) => all.filter((_, at) => at !== 1)),
    /request 2 holds calls \[\]/,
  ],
  [
    'another result in the request',
    withMessages((all) => all.map((each, at) => (at === 2 ? { ...each, content: 'something else' } : each))),
    /request 2 tells another result of call_info than history has/,
  ],
  [
    'a result missing in history',
    withTurn((turn) => ({ ...turn, entries: turn.entries.filter((_, at) => at !== 10) })),
    /every call in history .* step 1: called/,
  ],
  [
    'results swapped in history',
    withTurn((turn) => ({ ...turn, entries: swap(turn.entries, 6, 7) })),
    /every call in history .* step 1: called/,
  ],
  [
    'an open turn',
    withTurn(({ turnId, query, entries, activities }) => ({ turnId, query, entries, activities })),
    /turn-1 is still open/,
  ],
  ['a failed turn', withTurn((turn) => ({ ...turn, closed: 'failed' })), /turn-1 is failed/],
  ['no history', (evidence) => ({ ...evidence, turns: [] }), /there is no history/],
  [
    'an activity that is still open',
    withTurn((turn) => ({
      ...turn,
      activities: turn.activities.map(({ id, type, attempts }) => ({ id, type, attempts })),
    })),
    /activity 1\.0:call_info never ended/,
  ],
  [
    'an activity that was scheduled twice',
    withTurn((turn) => ({ ...turn, activities: [...turn.activities, turn.activities[1]!] })),
    /activity 1\.0:call_info was scheduled twice/,
  ],
  [
    'an activity without a call',
    withTurn((turn) => ({ ...turn, activities: [...turn.activities, { ...turn.activities[1]!, id: '1.9:call_x' }] })),
    /activity 1\.9:call_x belongs to no call/,
  ],
  [
    'a reminder stored twice',
    (evidence) => ({ ...evidence, reminders: [...evidence.reminders, reminder(2, 'call_mail')] }),
    /each reminder .*: send_reminder call_mail of turn turn-1 stored 2 reminders/,
  ],
  [
    'a reminder missing',
    (evidence) => ({ ...evidence, reminders: [] }),
    /call_mail .* finished, but stored no reminder/,
  ],
  [
    'a reminder mailed twice',
    (evidence) => ({ ...evidence, reminders: [reminder(1, 'call_mail', 2)] }),
    /reminder 1 was mailed 2 times/,
  ],
  [
    'a reminder never mailed',
    (evidence) => ({ ...evidence, reminders: [reminder(1, 'call_mail', 0)] }),
    /reminder 1 was mailed 0 times/,
  ],
  [
    'a reminder that nobody asked for',
    (evidence) => ({ ...evidence, reminders: [...evidence.reminders, reminder(2, 'call_x')] }),
    /reminder 2 belongs to no call/,
  ],
  [
    'a finished call that ran again',
    withStarts((starts) => [...starts, start('call_info', NEXT, 'ok', 2)]),
    /no call ran again .*call_info of turn turn-1 began again 1 times after it had finished/,
  ],
  [
    'a key that changed between attempts',
    withStarts((starts) => starts.map((each) => (each.pid === NEXT ? { ...each, key: 'another' } : each))),
    /call_mail of turn turn-1 ran under 2 keys/,
  ],
  [
    'a key that two calls share',
    withStarts((starts) => starts.map((each) => ({ ...each, key: 'the same' }))),
    /ran under one key/,
  ],
  [
    'more starts than attempts',
    withStarts((starts) => [start('call_info', KILLED, 'failed'), ...starts]),
    /call_info of turn turn-1 began 2 times in 1 attempts/,
  ],
  [
    'a call that history calls finished and the ledger does not',
    withStarts((starts) => starts.slice(1)),
    /history says that get_customer_info call_info of turn turn-1 finished, the ledger doesn't/,
  ],
  [
    'a tool that ran without an activity',
    withTurn((turn) => ({ ...turn, activities: turn.activities.slice(0, 1) })),
    /call_info of turn turn-1 ran, but history has no such call/,
  ],
  [
    'a kill that interrupted nothing',
    withStarts((starts) => starts.filter(({ ended }) => ended)),
    /the killed worker .*: the kill interrupted no call/,
  ],
  [
    'a killed call that no other worker finished',
    withStarts((starts) => starts.filter(({ pid }) => pid === KILLED)),
    /call_mail of turn turn-1 was killed and did not finish on another worker/,
  ],
  [
    'a kill before anything had finished',
    withStarts((starts) => starts.filter(({ callId }) => callId === 'call_mail')),
    /no call had finished before the kill/,
  ],
  [
    'a finished call that ran on the next worker',
    withStarts((starts) => [...starts, start('call_pay', NEXT, 'open', 3)]),
    /call_pay of turn turn-1 had finished on the killed worker and ran again/,
  ],
  [
    'a fan-out of three calls',
    withTurn((turn) => ({ ...turn, entries: turn.entries.filter((_, at) => at > 2) })),
    /at least four calls in one answer: it did not happen/,
  ],
  [
    'a call that never failed',
    withStarts((starts) => starts.filter(({ failure }) => failure !== 'payments are under maintenance')),
    /turned away by the database at first .*: it did not happen/,
  ],
  [
    'a call that did not time out',
    withTurn((turn) => ({
      ...turn,
      activities: turn.activities.map(({ id, type, attempts, end }) => ({ id, type, attempts, end })),
    })),
    /timed out, .*: it did not happen/,
  ],
  [
    'an unknown tool of which the model was not told',
    withTurn((turn) => ({
      ...turn,
      entries: turn.entries.map((entry) =>
        'call_id' in entry.item && entry.item.call_id === 'call_legal' && 'output' in entry.item
          ? { ...entry, item: { ...entry.item, output: 'fine' } }
          : entry,
      ),
    })),
    /does not exist.*: it did not happen/,
  ],
];

test('sound evidence passes', () => {
  expect(problems(soundEvidence())).toEqual([]);
});

test('without the log of a scripted model and without a kill, the other checks remain', () => {
  const { turns, starts, reminders } = soundEvidence();
  const verdicts = judge({ turns, starts, reminders });
  expect(verdicts.map(({ problems: found }) => found)).toEqual([[], [], []]);
});

test.each(TAMPERED)('%s is found', (_name, tamper, found) => {
  expect(problems(tamper(soundEvidence())).join('\n')).toMatch(found);
});
