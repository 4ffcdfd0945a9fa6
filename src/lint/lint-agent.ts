/**
 * Says of an agent what is legal here but is refused by services, or won't work well. Pure. Rule: each finding has a
 * code, a reason and a fix; errors can't be silenced, warnings can (`silence` of the agent).
 */
import { WARNING_CODES } from '../definition/warning-code.js';
import { descriptionRules } from './description-rules.js';
import type { Finding, Said } from './finding.js';
import { likenessRules } from './likeness-rules.js';
import type { LintedAgent } from './linted-agent.js';
import { parallelRules } from './parallel-rules.js';
import { schemaRules } from './schema-rules.js';
import { strictSchemaRules } from './strict-schema-rules.js';

const RULES: readonly ((agent: LintedAgent) => Said[])[] = [
  schemaRules,
  strictSchemaRules,
  parallelRules,
  descriptionRules,
  likenessRules,
];

/** All findings of an agent, errors first. */
export function lintAgent(agent: LintedAgent): Finding[] {
  const silenced: ReadonlySet<string> = new Set(agent.silence);
  const warnings: ReadonlySet<string> = new Set(WARNING_CODES);
  const found = RULES.flatMap((rule) => rule(agent))
    .filter(({ code }) => !(warnings.has(code) && silenced.has(code)))
    .map(({ code, ...rest }): Finding => {
      return { code, severity: warnings.has(code) ? 'warning' : 'error', agent: agent.name, ...rest };
    });
  return errorsFirst(found);
}

/** Findings with the errors at their head. */
export function errorsFirst(findings: readonly Finding[]): Finding[] {
  const isError = ({ severity }: Finding) => severity === 'error';
  return [...findings.filter(isError), ...findings.filter((finding) => !isError(finding))];
}
