/** What examples print. Rule: short headings, a line for each call, nothing of what processes log, no control characters. */
import { stripVTControlCharacters } from 'node:util';
import { waterfall, type CallView, type TurnView } from 'everycall/client';

const WIDTH = Math.min(process.stdout.columns ?? 110, 130);
const CALL_WIDTH = 62;

/** A heading between empty lines. */
export function heading(text: string): void {
  console.log(`\n── ${text} ${'─'.repeat(Math.max(3, WIDTH - text.length - 4))}\n`);
}

/** A line. */
export function say(text: string): void {
  console.log(stripVTControlCharacters(text));
}

/** A turn: its calls, its answer, its waterfall and, with its address, where Temporal UI shows it. */
export function printTurn(view: TurnView, uiUrl?: string): void {
  for (const call of view.calls) say(callLine(call));
  const { result } = view;
  const answer = result && 'output' in result ? result.output : (view.error?.message ?? 'none');
  say(`\n  Answer: ${String(answer)}\n`);
  for (const line of waterfall(view, { width: WIDTH - 2 })) console.log(`  ${line}`);
  say(uiUrl === undefined ? '' : `\n  Temporal UI: ${uiUrl}`);
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
