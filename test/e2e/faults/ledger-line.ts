/** What tools told the desk: the outside record that turns are judged by. Types only. */

/** One line of the ledger. */
export interface LedgerLine {
  readonly event: 'begin' | 'end';
  readonly turnId: string;
  readonly callId: string;
  readonly tool: string;
  readonly args: { readonly n: number; readonly ms?: number };
  /** The idempotency key that the tool was given. */
  readonly key: string;
  readonly attempt: number;
  readonly pid: number;
  /** Arrival, by the clock of the test's process, in milliseconds. */
  readonly at: number;
  /** On `end`: what the tool is about to return. */
  readonly value?: unknown;
}

/** Fields that a line must have. */
export type LineMatch = Partial<Pick<LedgerLine, 'event' | 'turnId' | 'callId' | 'tool' | 'pid' | 'attempt'>>;

/** Whether a line has these fields. */
export function matches(line: LedgerLine, match: LineMatch): boolean {
  return Object.entries(match).every(([field, value]) => line[field as keyof LineMatch] === value);
}
