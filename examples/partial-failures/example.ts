/** Parallel calls of which some fail: each gets a true result of its own, and none takes another one down. */
import type { CallView, TurnView } from 'everycall/client';
import type { ScriptFunction } from 'everycall/testing';
import type { Example } from '../stage/example-type.js';

const INPUT =
  'Audit us: the orders of north and south, the reports q1, flaky and secret, the rates of EUR, and how many primes there are below 2 and below 3 million. Ask the oracle, too.';

const script: ScriptFunction = (_request, { conversation: { step, results } }) => {
  if (step > 1) return { text: results.map(({ name, output }) => `${name}: ${firstWords(output)}`).join('\n') };
  return {
    calls: [
      { name: 'list_orders', arguments: { region: 'north' } },
      { name: 'list_orders', arguments: { region: 'south' } },
      { name: 'read_report', arguments: { name: 'q1' } },
      { name: 'read_report', arguments: { name: 'flaky' } },
      { name: 'read_report', arguments: { name: 'secret' } },
      { name: 'get_rates', arguments: { currency: 'EUR' } },
      { name: 'count_primes', arguments: { below: 2_000_000 } },
      { name: 'count_primes', arguments: { below: 3_000_000 } },
      { name: 'ask_oracle', arguments: { question: 'Are we good?' } },
      { name: 'list_orders', arguments: '{"region": ' },
    ],
  };
};

function firstWords(output: string): string {
  return output.length <= 60 ? output : `${output.slice(0, 60)}…`;
}

function tell({ calls }: TurnView): string[] {
  const threads = new Set(
    calls.flatMap(({ name, output }) => (name === 'count_primes' ? (threadOf(output) ?? []) : [])),
  );
  const cut = calls.filter(({ output = '' }) => /characters were cut|more items were cut/.test(output));
  return [
    `${calls.length} calls, ${calls.filter(({ outcome }) => outcome === 'ok').length} of them ok; at most ${mostAtOnce(calls)} ran at once`,
    ...cut.map(
      ({ name, output = '' }) =>
        `${name}: ${output.length} characters, ${/… \d+ (?:characters|more items) were cut/.exec(output)?.[0]}`,
    ),
    ...(threads.size > 0
      ? [`count_primes ran in threads ${[...threads].join(' and ')}, off the worker's event loop`]
      : []),
  ];
}

function threadOf(output = ''): string | undefined {
  return /"thread":(\d+)/.exec(output)?.[1];
}

/** How many calls were open together, by history. */
function mostAtOnce(calls: readonly CallView[]): number {
  const open = (at: number) =>
    calls.filter((call) => (call.startedAt ?? Infinity) <= at && (call.endedAt ?? 0) > at).length;
  return Math.max(0, ...calls.map(({ startedAt }) => (startedAt === undefined ? 0 : open(startedAt))));
}

const example: Example = {
  agents: new URL('./agents.ts', import.meta.url),
  script,
  turns: [{ title: 'Ten calls, some of which fail', agent: 'auditor', input: INPUT, tell }],
};
export default example;
