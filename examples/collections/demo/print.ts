/** What the demo prints. Rule: short headings, a line for each call, nothing of what processes log, no control characters. */
import { stripVTControlCharacters } from 'node:util';
import { waterfall, type CallView, type TurnView } from 'everycall/client';
import type { Child } from './child.js';
import type { Evidence, Verdict } from './evidence.js';
import type { Stage } from './stage.js';

const WIDTH = Math.min(process.stdout.columns ?? 110, 130);
const SHOWN_PROBLEMS = 10;
const CALL_WIDTH = 62;

/** A heading between empty lines. */
export function heading(text: string): void {
  console.log(`\n── ${text} ${'─'.repeat(Math.max(3, WIDTH - text.length - 4))}\n`);
}

/** A line. */
export function say(text: string): void {
  console.log(stripVTControlCharacters(text));
}

/** What runs where. */
export function printStage({ server, model }: Stage, worker: Child, folder: string): void {
  say(`  Temporal     ${server.address}, UI at ${server.uiUrl}`);
  say(`  PostgreSQL   in a process of its own, with 12 made-up customers`);
  if (model) {
    say(`  Model        SCRIPTED, since OPENAI_API_KEY is not set: a local server plays the model over real HTTP`);
  } else say(`  Model        a real one, since OPENAI_API_KEY is set; no worker is killed then`);
  say(`  Worker       process ${worker.process.pid}`);
  say(`  Logs         ${folder}`);
}

/** A turn: its calls, its answer, its waterfall and where Temporal UI shows it. */
export function printTurn(view: TurnView, uiUrl: string): void {
  for (const call of view.calls) say(callLine(call));
  const { result } = view;
  const answer = result && 'output' in result ? result.output : (view.error?.message ?? 'none');
  say(`\n  Answer: ${String(answer)}\n`);
  for (const line of waterfall(view, { width: WIDTH - 2 })) console.log(`  ${line}`);
  say(`\n  Temporal UI: ${uiUrl}`);
}

/** What became of each reminder, by the database. */
export function printEffects({ reminders, starts }: Evidence): void {
  for (const { customer, turnId, callId, deliveries } of reminders) {
    const ofCall = (row: { turnId: string; callId: string }) => row.turnId === turnId && row.callId === callId;
    const [begun, stored] = [starts.filter(ofCall).length, reminders.filter(ofCall).length];
    say(`  Reminder to ${customer}: tool begun ${begun}×, row stored ${stored}×, mailed ${deliveries}×`);
  }
  say("\n  By the model server's log, the database and the fetched histories, never by what a turn says of itself:");
}

/** The judge's verdicts; true when all hold. */
export function printVerdicts(verdicts: readonly Verdict[]): boolean {
  for (const { check, problems } of verdicts) {
    say(`  ${problems.length === 0 ? '✓' : '✗'} ${check}`);
    for (const problem of problems.slice(0, SHOWN_PROBLEMS)) say(`      ${problem}`);
    if (problems.length > SHOWN_PROBLEMS) say(`      and ${problems.length - SHOWN_PROBLEMS} more`);
  }
  return verdicts.every(({ problems }) => problems.length === 0);
}

/** Seconds since a time, as text. */
export function since(began: number): string {
  return `${((Date.now() - began) / 1_000).toFixed(1)} s`;
}

function callLine(call: CallView): string {
  const attempts = `${call.attempts} attempt${call.attempts === 1 ? '' : 's'}`;
  const ms = call.scheduledAt === undefined ? '' : `${(call.endedAt ?? call.scheduledAt) - call.scheduledAt} ms`;
  const what = `${call.name}(${call.arguments})`;
  const shown = what.length <= CALL_WIDTH ? what : `${what.slice(0, CALL_WIDTH - 1)}…`;
  return `  ${(call.outcome ?? call.state).padEnd(14)} ${shown.padEnd(CALL_WIDTH)} ${attempts.padStart(10)} ${ms.padStart(9)}`.trimEnd();
}
