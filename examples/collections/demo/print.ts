/** What the demo prints. Rule: short headings, a line for each call, nothing of what processes log. */
import { stripVTControlCharacters } from 'node:util';
import { waterfall, type CallView, type TurnView } from 'everycall/client';
import type { Verdict } from './evidence.js';

const WIDTH = Math.min(process.stdout.columns ?? 110, 130);

/** A heading between empty lines. */
export function heading(text: string): void {
  console.log(`\n── ${text} ${'─'.repeat(Math.max(3, WIDTH - text.length - 4))}\n`);
}

/** A line. */
export function say(text: string): void {
  console.log(plain(text));
}

/** A turn: its calls, its answer, its waterfall and where Temporal UI shows it. */
export function printTurn(view: TurnView, uiUrl: string): void {
  for (const call of view.calls) say(callLine(call));
  const answer = view.result && 'output' in view.result ? view.result.output : view.result?.outcome;
  say(`\n  Answer: ${answer}\n`);
  for (const line of waterfall(view, { width: WIDTH - 2 })) console.log(`  ${line}`);
  say(`\n  Temporal UI: ${uiUrl}`);
}

/** The judge's verdicts; true when all hold. */
export function printVerdicts(verdicts: readonly Verdict[]): boolean {
  for (const { check, problems } of verdicts) {
    say(`  ${problems.length === 0 ? '✓' : '✗'} ${check}`);
    for (const problem of problems.slice(0, 10)) say(`      ${problem}`);
    if (problems.length > 10) say(`      and ${problems.length - 10} more`);
  }
  return verdicts.every(({ problems }) => problems.length === 0);
}

/** Seconds since a time, as text. */
export function since(began: number): string {
  return `${((Date.now() - began) / 1_000).toFixed(1)} s`;
}

function callLine(call: CallView): string {
  const attempts = `${call.attempts} ${call.attempts === 1 ? 'attempt' : 'attempts'}`;
  const ms = call.scheduledAt === undefined ? '' : `${(call.endedAt ?? call.scheduledAt) - call.scheduledAt} ms`;
  const what = `${call.name}(${call.arguments})`;
  const shown = what.length <= 62 ? what : `${what.slice(0, 61)}…`;
  return `  ${(call.outcome ?? call.state).padEnd(14)} ${shown.padEnd(62)} ${attempts.padStart(10)} ${ms.padStart(9)}`;
}

function plain(text: string): string {
  return stripVTControlCharacters(text);
}
