/**
 * A tool's approval: what of it crosses into the workflow, and the question that a worker answers of each call. Rule: when
 * the tool's own function can't say, a person is asked.
 */
import { TOOL_BOUNDS as MAX, TOOL_DEFAULTS as DEFAULT } from './bounds.js';
import { describeThrown } from './describe-error.js';
import type { OptionCheck } from './option-check.js';
import type { ApprovalPolicy } from './policy.js';
import type { PolicyOptions } from './tool-policy.js';

/** Time that an approval function has, in milliseconds. */
const ASKS_WITHIN_MS = 10_000;

/** Whether a person is asked about a call; `why` is set when the function could not say. */
export interface Asks {
  readonly ask: boolean;
  readonly why?: string;
}

/** Asks a tool whether a person must say yes to a call. Never throws. */
export type NeedsApproval = (args: unknown, context: unknown) => Promise<Asks>;

/** The approval of a tool's policy; undefined when no person is ever asked. Throws a DefinitionError. */
export function approvalPolicy(check: OptionCheck, options: PolicyOptions): ApprovalPolicy | undefined {
  const { approval = 'never', approvalDeadline, approvalDefault, local } = options;
  if (typeof approval !== 'function') check.oneOf('approval', approval, ['never', 'always']);
  if (approval === 'never') {
    checkUnused(check, 'approvalDeadline', approvalDeadline);
    checkUnused(check, 'approvalDefault', approvalDefault);
    return undefined;
  }
  if (local) {
    const fix = 'Leave local out: such a call waits for a person, not for a hop.';
    check.refuse({ option: 'approval', value: approval, expected: `'never' for a local tool`, fix });
  }
  const deadline = approvalDeadline ?? DEFAULT.approvalDeadlineMs;
  return {
    when: approval === 'always' ? 'always' : 'asked',
    deadlineMs: check.duration('approvalDeadline', deadline, MAX.approvalDeadlineMs),
    otherwise: check.oneOf('approvalDefault', approvalDefault ?? 'deny', ['deny', 'approve']),
  };
}

function checkUnused(check: OptionCheck, option: string, value: unknown): void {
  if (value === undefined) return;
  check.refuse({ option, value, expected: `nothing without approval: 'always' or a function` });
}

/** The question of a tool whose approval is a function; undefined for others. */
export function approvalQuestion(approval: unknown): NeedsApproval | undefined {
  if (typeof approval !== 'function') return undefined;
  return async (args, context) => {
    try {
      const answer: unknown = await inTime(async () => (approval as (...given: unknown[]) => unknown)(args, context));
      if (typeof answer === 'boolean') return { ask: answer };
      return { ask: true, why: `the tool's approval function gave ${typeof answer}, not true or false` };
    } catch (error) {
      return { ask: true, why: `the tool's approval function failed: ${describeThrown(error)}` };
    }
  };
}

async function inTime<T>(work: () => Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`it took over ${ASKS_WITHIN_MS / 1_000} s`)), ASKS_WITHIN_MS);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
