/** `everycall show`: a turn as its history tells it, running or ended, however it ended. Needs no worker. */
import type { TurnView } from '../history/turn-view.js';
import { waterfall } from '../history/waterfall.js';
import { EXIT } from './exit-code.js';
import { withClient, type ServerChoice } from './server-options.js';
import { painter, print, printJson } from './terminal.js';
import { shownJson } from './turn-json.js';
import {
  answerText,
  approvalLines,
  compactionLines,
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
    const now = Date.now();
    const { result, history } = view;
    const totals = result ? totalsText(result) : runningTotals(view);
    const status = result ? outcomeText(result) : view.cancelRequested ? 'running, cancel requested' : 'running';
    const tone = result ? (result.outcome === 'completed' ? 'good' : 'bad') : 'notice';
    const answer = result && answerText(result);
    const lines = [
      ...waterfall(view, { width: process.stdout.columns || DEFAULT_WIDTH, now }),
      ...originLines(view).map((line) => paint('quiet', line)),
      ...troubleLines(view).map((line) => paint('bad', line)),
      ...approvalLines(view).map((line) => paint('notice', line)),
      ...subTurnLines(view, now).map((line) => paint('quiet', line)),
      ...repairLines(view).map((line) => paint('notice', line)),
      ...compactionLines(view).map((line) => paint('quiet', line)),
      '',
      `${paint(tone, status)} · ${totals} · history ${history.bytes} bytes, ${history.events} events${runsText(view)}`,
    ];
    // Lines are safe by themselves; painted ones must not pass the filter of `print`.
    process.stdout.write(`${lines.join('\n')}\n`);
    if (answer !== undefined) print(`\n${answer}`);
    return EXIT.ok;
  });
}

/** A long turn has a history for each of its runs. */
function runsText({ run }: TurnView): string {
  return run > 1 ? `, of run ${run}` : '';
}

/** The totals of a turn that still runs. */
function runningTotals({ calls, totals }: TurnView): string {
  const open = calls.filter((call) => call.outcome === undefined).length;
  return totals ? totalsText(totals, open) : '';
}
