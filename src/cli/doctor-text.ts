/** What a person reads of an examination: a table of the calls, the findings, the changes. Pure; every text is safe to print. */
import type { Change, CheckedCall, Finding } from '../doctor/finding.js';
import { printable } from '../history/printable.js';
import { plainTable } from './plain-table.js';
import { printableText, type Paint } from './terminal.js';

const MOST_ID = 44;
const MOST_NAME = 32;
const MOST_RESULT = 60;
const MOST_LINE = 1_000;
/** Rows of a table: beyond, nobody reads it, and laying it out takes minutes. */
const MOST_ROWS = 500;

const WRONG: Readonly<Record<Exclude<CheckedCall['state'], 'ok'>, string>> = {
  missing: 'missing',
  running: 'running',
  out_of_place: 'out of place',
  unclear: "unclear: which result is its own, if any, can't be told",
  duplicate: 'duplicate',
  stray: 'stray: answers no call',
  repeated: 'the same call again',
};

/** The calls and results, a line each under a head; of very many those that something is wrong with. */
export function callTable(calls: readonly CheckedCall[], findings: readonly Finding[], paint: Paint): string {
  const table = plainTable(['ID', 'TOOL', 'CALL AT', 'RESULT AT', 'RESULT']);
  const wrong = calls.filter(({ state }) => state !== 'ok');
  const shown = calls.length <= MOST_ROWS ? calls : (wrong.length > 0 ? wrong : calls).slice(0, MOST_ROWS);
  for (const call of shown) {
    const alone = call.position < 0;
    table.push([
      call.callId === '' ? '(none)' : printable(call.callId, MOST_ID),
      printable(call.tool, MOST_NAME),
      alone ? '' : call.at,
      call.resultAt ?? '',
      resultText(call, findings, paint),
    ]);
  }
  const more =
    shown.length < calls.length ? `\n… ${shown.length} of ${calls.length} calls are shown; --json has all` : '';
  return `${table.toString().replace(/ +$/gm, '')}${more}`;
}

function resultText(call: CheckedCall, findings: readonly Finding[], paint: Paint): string {
  const text = call.result === undefined ? '' : printable(JSON.stringify(call.result), MOST_RESULT);
  if (call.state !== 'ok') {
    const tone = call.state === 'running' ? 'notice' : 'bad';
    return `${paint(tone, WRONG[call.state])}${text === '' ? '' : ` ${text}`}`;
  }
  const own = findings.find(
    ({ at, severity }) =>
      severity === 'error' && (at === call.at || at === call.resultAt || at.startsWith(`${call.at}.`)),
  );
  return own ? `${paint('bad', own.code.replaceAll('_', ' '))} ${text}` : text;
}

/** Each finding: what is wrong, what the service answers, what is done about it; dropped results in full. */
export function findingLines(findings: readonly Finding[], service: string, paint: Paint): string[] {
  return findings.flatMap((finding) => {
    const { severity, code, at, callId, message, text } = finding;
    const head = `${severity} ${code} at ${at}${callId ? ` (${callId})` : ''}: ${message}`;
    return [
      paint(severity === 'error' ? 'bad' : 'notice', printable(head, MOST_LINE)),
      ...(finding.service === undefined ? [] : [`  ${service} answers: ${printable(finding.service, MOST_LINE)}`]),
      `  mending: ${printable(finding.fix, MOST_LINE)}`,
      ...(text === undefined ? [] : fullText(text)),
    ];
  });
}

/** Each change in a line. */
export function changeLines(changes: readonly Change[]): string[] {
  return changes.map(({ kind, at, what }) => printable(`  ${kind} ${at}: ${what}`, MOST_LINE));
}

/** A text to the last character, apart from what moves a terminal's cursor. */
function fullText(text: string): string[] {
  const lines = printableText(text).split('\n');
  return ['  in full:', ...lines.map((line) => `    ${line}`)];
}

/** `2 errors, 1 warning`. */
export function countText(findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  if (findings.length === 0) return 'nothing wrong';
  return `${errors} error${errors === 1 ? '' : 's'}, ${warnings} warning${warnings === 1 ? '' : 's'}`;
}
