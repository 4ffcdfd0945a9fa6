/** `everycall lint`: what of an agents file services refuse, or won't work well. Nothing is sent anywhere. */
import type { DefinitionError } from '../definition/definition-error.js';
import { printable } from '../history/printable.js';
import type { Finding } from '../lint/finding.js';
import { errorsFirst, lintAgent } from '../lint/lint-agent.js';
import { AgentsFileError, loadAgentsFile } from '../worker/load-agents-file.js';
import { EXIT } from './exit-code.js';
import { plainTable } from './plain-table.js';
import { painter, printJson, tell, type Paint } from './terminal.js';
import { counted } from './turn-text.js';
import { withoutWarnings } from './without-warnings.js';

/** Options of the command, as parsed. */
export interface LintOptions {
  readonly json?: boolean;
}

/** What `lint --json` prints. */
export interface LintJson {
  /** Whether there are no errors; warnings may stand. */
  readonly ok: boolean;
  /** As it was given. */
  readonly file: string;
  readonly findings: readonly Finding[];
}

const MOST_COLUMNS = 2_000;
const WIDEST = 78;

/**
 * Runs the command. @returns the exit code.
 * @throws {AgentsFileError} for a file that can't be read for another reason than a definition in it.
 */
export async function lint(file: string, { json }: LintOptions): Promise<number> {
  const findings = await findingsOf(file);
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const result: LintJson = { ok: errors === 0, file, findings };
  if (json) printJson(result);
  else if (findings.length > 0) process.stdout.write(`${findingTable(findings, painter(process.stdout))}\n`);
  if (!json) tell(`${file}: ${counted(errors, 'error')}, ${counted(findings.length - errors, 'warning')}`);
  return errors > 0 ? EXIT.failed : EXIT.ok;
}

async function findingsOf(file: string): Promise<Finding[]> {
  try {
    // What defineAgent warns of is among the findings.
    const { agents } = await withoutWarnings('EverycallWarning', () => loadAgentsFile(file));
    return errorsFirst(agents.flatMap((agent) => lintAgent(agent)));
  } catch (error) {
    if (error instanceof AgentsFileError && isDefinitionError(error.cause)) return [refused(error, error.cause)];
    throw error;
  }
}

/** A definition that is refused stops the file there: the findings after it are not known yet. */
function refused({ at }: AgentsFileError, { kind, defined, option, problem, expected, fix }: DefinitionError): Finding {
  return {
    code: 'definition_error',
    severity: 'error',
    ...(defined !== undefined && (kind === 'agent' ? { agent: defined } : { tool: defined })),
    ...(at !== undefined && { at }),
    reason: problem,
    fix: fix ?? `Set ${option} to ${expected}.`,
  };
}

/** By name, since an agents file may bring a copy of the class. */
function isDefinitionError(error: unknown): error is DefinitionError {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'DefinitionError';
}

/** The findings under a head: code, where, and beneath each other the reason and the fix. */
export function findingTable(findings: readonly Finding[], paint: Paint): string {
  const table = plainTable(['', 'CODE', 'WHERE', 'WHAT'], [null, null, null, WIDEST]);
  for (const { severity, code, agent, tool, at, reason, fix } of findings) {
    const where = [agent, tool, at].filter((each) => each !== undefined).map((each) => printable(each, MOST_COLUMNS));
    const what = `${printable(reason, MOST_COLUMNS)}.\nFix: ${printable(fix, MOST_COLUMNS)}`;
    table.push([paint(severity === 'error' ? 'bad' : 'notice', severity), code, where.join('\n'), what]);
  }
  return table.toString().replace(/ +$/gm, '');
}
