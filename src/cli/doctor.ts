/** `everycall doctor`: what is wrong with a transcript, whose words it would be refused in, and a mended one. */
import { diagnose, type Diagnosis } from '../doctor/diagnose.js';
import type { Service } from '../doctor/service.js';
import { mend, type Mended } from '../doctor/mend.js';
import { checkPlace, fixedName, jsonLike, writeFixed } from './doctor-output.js';
import { readInput, unreadable, type DoctorInput } from './doctor-input.js';
import { callTable, changeLines, countText, findingLines } from './doctor-text.js';
import { EXIT } from './exit-code.js';
import type { ServerChoice } from './server-options.js';
import { painter, printJson, tell } from './terminal.js';

/** Options of the command, as parsed. */
export interface DoctorCommandOptions extends ServerChoice {
  /** @default that of a turn's own service, or openai */
  readonly for?: Service;
  readonly fix?: boolean;
  readonly out?: string;
  readonly json?: boolean;
}

/** One conversation of the input, examined. */
interface Case {
  /** Line of a JSONL file whose lines are conversations. */
  readonly line?: number;
  readonly diagnosis: Diagnosis;
  readonly mended?: Mended;
}

/** Runs the command. @returns the exit code: 1 when a finding is an error, whether it was mended or not. */
export async function doctor(name: string, options: DoctorCommandOptions): Promise<number> {
  const input = await readInput(name, options);
  const fix = options.fix === true || options.out !== undefined;
  const isTurn = input.text === undefined;
  const place = options.out ?? fixedName(name, input.parsed.form !== 'json', isTurn);
  const service = options.for ?? input.service ?? 'openai';
  const cases = examineAll(input, service, fix);
  const changed = cases.some(({ mended }) => mended && mended.changes.length > 0);
  if (changed) await checkPlace(place, isTurn ? undefined : name);
  // First, as what is printed names the file.
  if (changed) await writeFixed(place, fixedText(input, cases));
  if (options.json) printJson(asJson(cases, changed ? place : undefined));
  else printCases(input, cases, service);
  if (changed) tell(`wrote ${place}`);
  else if (fix) tell('nothing to mend: no file was written');
  return cases.every(({ diagnosis }) => diagnosis.ok) ? EXIT.ok : EXIT.failed;
}

function examineAll({ title, parsed, running }: DoctorInput, service: Service, fix: boolean): Case[] {
  const options = { for: service, running };
  const examineOne = (value: unknown, line?: number): Case => {
    try {
      const diagnosis = diagnose(value, options);
      return { ...(line !== undefined && { line }), diagnosis, ...(fix && { mended: mend(value, options) }) };
    } catch (error) {
      throw unreadable(line === undefined ? title : `${title}, line ${line}`, error);
    }
  };
  if (parsed.form !== 'documents') return [examineOne(parsed.value)];
  return parsed.documents.map(({ line, value }) => examineOne(value, line));
}

function printCases({ title }: DoctorInput, cases: readonly Case[], service: Service): void {
  const paint = painter(process.stdout);
  const lines = cases.flatMap(({ line, diagnosis: { api, calls, findings }, mended }) => [
    `${title}${line === undefined ? '' : `, line ${line}`} · ${api === 'chat' ? 'Chat Completions' : 'Responses'} · rules of ${service}`,
    ...(calls.length > 0 ? ['', callTable(calls, findings, paint)] : ['no calls']),
    ...(findings.length > 0 ? ['', ...findingLines(findings, service, paint)] : []),
    ...(mended && mended.changes.length > 0 ? ['', 'mended:', ...changeLines(mended.changes)] : []),
    ...(mended && mended.left.length > 0 ? ['', `left for you: ${countText(mended.left)}`] : []),
    '',
    countText(findings),
    '',
  ]);
  process.stdout.write(`${lines.join('\n').trimEnd()}\n`);
}

function asJson(cases: readonly Case[], file: string | undefined) {
  const tagged = <T>(of: (each: Case) => readonly T[]) =>
    cases.flatMap((each) => of(each).map((one) => (each.line === undefined ? one : { line: each.line, ...one })));
  const mended = cases.flatMap((each) => (each.mended ? [each.mended] : []));
  const single = cases.length === 1 && cases[0]?.line === undefined;
  return {
    ok: cases.every(({ diagnosis }) => diagnosis.ok),
    findings: tagged(({ diagnosis }) => diagnosis.findings),
    calls: tagged(({ diagnosis }) => diagnosis.calls),
    ...(mended.length > 0 && {
      transcript: single ? mended[0]?.transcript : mended.map(({ transcript }) => transcript),
      changes: tagged((each) => each.mended?.changes ?? []),
      left: tagged((each) => each.mended?.left ?? []),
    }),
    ...(file !== undefined && { file }),
  };
}

/** The mended input in its own form; lines of JSONL that nothing was changed in stay as they were. */
function fixedText({ parsed, text }: DoctorInput, cases: readonly Case[]): string {
  const values = cases.map(({ mended }) => mended?.transcript);
  if (parsed.form === 'json') return jsonLike(values[0], text);
  if (parsed.form === 'lines') return asLines((values[0] as readonly unknown[]).map((each) => JSON.stringify(each)));
  const before = (text ?? '').replace(/^\uFEFF/, '').split('\n');
  return asLines(
    parsed.documents.map(({ line, value }, index) =>
      values[index] === value ? (before[line - 1] ?? '').trim() : JSON.stringify(values[index]),
    ),
  );
}

function asLines(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
