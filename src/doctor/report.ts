/** Collects findings and changes while a conversation is examined. */
import type { Change, Finding } from './finding.js';
import type { Json } from '../testing/json.js';
import type { Service } from './service.js';

/** What is known of the whole while a rule looks at a part; rules write what they find and do into it. */
export class Report {
  readonly findings: Finding[] = [];
  readonly changes: Change[] = [];
  /** Ids given to calls of the old form, whose missing results no service refuses. */
  readonly legacyIds = new Set<string>();

  constructor(
    readonly service: Service,
    /** The request around the conversation, if there is one. */
    readonly request: Json = {},
  ) {}

  /** Notes an error, or what `finding` says it is. */
  find(finding: Omit<Finding, 'severity'> & Partial<Pick<Finding, 'severity'>>): void {
    this.findings.push({ severity: 'error', ...finding });
  }

  /** Notes what mending does. */
  change(kind: Change['kind'], at: string, what: string, text?: string): void {
    this.changes.push({ kind, at, what, ...(text !== undefined && { text }) });
  }

  /** Notes an error that mending does away with by one change of the place itself. */
  mended(
    finding: Omit<Finding, 'severity'> & Partial<Pick<Finding, 'severity'>>,
    kind: Change['kind'] = 'changed',
  ): void {
    this.find(finding);
    this.change(kind, finding.at, finding.fix, finding.text);
  }
}
