/** `everycall show`: a turn as its history tells it, running or ended, however it ended. Needs no worker. */
import type { TurnView } from '../history/turn-view.js';
import { waterfall } from '../history/waterfall.js';
import { EXIT } from './exit-code.js';
import { withClient, type ServerChoice } from './server-options.js';
import { painter, print, printJson } from './terminal.js';
import { shownJson, turnJson } from './turn-json.js';
import {
  answerText,
  originLines,
  outcomeText,
  repairLines,
  subTurnLines,
  totalsText,
  troubleLines,
} from './turn-text.js';

const DEFAULT_WIDTH = 100;

/** Runs the command. @returns the exit code. */
export async function show(turnId: string, options: ServerChoice & { readonly json?: boolean }): Promise<number> {
  return withClient(options, async (client) => {
    const view = await client.turn(turnId).view();
    if (options.json) {
      printJson(shownJson(view));
      return EXIT.ok;
    }
    const paint = painter(process.stdout);
    const { result, history } = view;
    const totals = result ? totalsText(result) : runningTotals(view);
    const status = result ? outcomeText(result) : view.cancelRequested ? 'running, cancel requested' : 'running';
    const tone = result ? (result.outcome === 'completed' ? 'good' : 'bad') : 'notice';
    const answer = result && answerText(result);
    const lines = [
      ...waterfall(view, { width: process.stdout.columns || DEFAULT_WIDTH, now: Date.now() }),
      ...originLines(view).map((line) => paint('quiet', line)),
      ...troubleLines(view).map((line) => paint('bad', line)),
      ...subTurnLines(view).map((line) => paint('quiet', line)),
      ...repairLines(view).map((line) => paint('notice', line)),
      '',
      `${paint(tone, status)} · ${totals} · history ${history.bytes} bytes, ${history.events} events`,
    ];
    // Lines are safe by themselves; painted ones must not pass the filter of `print`.
    process.stdout.write(`${lines.join('\n')}\n`);
    if (answer !== undefined) print(`\n${answer}`);
    return EXIT.ok;
  });
}

/** The totals of a turn that still runs. */
function runningTotals(view: TurnView): string {
  const open = view.calls.filter((call) => call.outcome === undefined).length;
  return totalsText({ ...turnJson(view), counts: countsOf(view.calls) }, open);
}

/** Calls that have ended, by outcome. */
function countsOf(calls: readonly { readonly outcome?: string }[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { outcome } of calls) if (outcome) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return Object.fromEntries(counts);
}
