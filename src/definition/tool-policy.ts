/** From the options of a tool to its policy: defaults, bounds, and combinations that would promise what can't be kept. */
import { approvalPolicy } from './approval.js';
import { TOOL_BOUNDS as MAX, TOOL_DEFAULTS as DEFAULT } from './bounds.js';
import { milliseconds, printedDuration } from './duration.js';
import type { OptionCheck } from './option-check.js';
import type { RetryPolicy, ToolPolicy } from './policy.js';
import type { SharedToolOptions } from './tool-options.js';

/** The options that a policy is made of. */
export type PolicyOptions = Omit<
  SharedToolOptions<unknown>,
  'parameters' | 'description' | 'output' | 'strict' | 'approval'
> & {
  readonly approval?: unknown;
  readonly local?: boolean;
};

/** The policy of a tool. Throws a DefinitionError on bad values and combinations. */
export function toolPolicy(check: OptionCheck, options: PolicyOptions): ToolPolicy {
  const effect = check.oneOf('effect', options.effect ?? 'idempotent', ['read', 'idempotent', 'once']);
  const local = check.boolean('local', options.local ?? false);
  const approval = approvalPolicy(check, options);
  if (local) checkLocal(check, options);
  const repeat = check.oneOf('repeat', options.repeat ?? 'limited', ['limited', 'allowed']);
  return {
    name: options.name,
    effect,
    ...times(check, options, local),
    ...(options.maxWait !== undefined && { maxWaitMs: check.duration('maxWait', options.maxWait, MAX.maxWaitMs) }),
    maxParallel: check.integer('maxParallel', options.maxParallel ?? DEFAULT.maxParallel, {
      min: 1,
      max: MAX.maxParallel,
    }),
    retry: effect === 'once' ? once(check, options) : retryPolicy(check, options.retry),
    ...(local && { local }),
    ...(repeat === 'allowed' && { repeat }),
    ...(approval && { approval }),
  };
}

function times(check: OptionCheck, { timeout, deadline }: PolicyOptions, local: boolean) {
  const longest = local ? MAX.localDeadlineMs : MAX.deadlineMs;
  const standard = local ? DEFAULT.localDeadlineMs : DEFAULT.deadlineMs;
  const given = timeout === undefined ? undefined : check.duration('timeout', timeout, MAX.timeoutMs);
  // A default gives way to what is said; only two times that are both said can contradict each other.
  const deadlineMs =
    deadline === undefined ? Math.max(standard, given ?? 0) : check.duration('deadline', deadline, longest);
  const timeoutMs = given ?? Math.min(DEFAULT.timeoutMs, deadlineMs);
  if (deadlineMs > longest) {
    check.refuse({
      option: 'timeout',
      value: timeout,
      expected: `at most ${printedDuration(longest)} for a local tool`,
    });
  }
  if (deadlineMs < timeoutMs) {
    const expected = `at least the timeout of one attempt (${printedDuration(timeoutMs)})`;
    check.refuse({ option: 'deadline', value: deadline, expected, fix: 'Make timeout shorter or deadline longer.' });
  }
  return { timeoutMs, deadlineMs };
}

function retryPolicy(check: OptionCheck, retry: PolicyOptions['retry']): RetryPolicy {
  check.known('retry', retry, ['maximumAttempts', 'initialInterval', 'backoffCoefficient', 'maximumInterval']);
  const { maximumAttempts = DEFAULT.maximumAttempts, backoffCoefficient = DEFAULT.backoffCoefficient } = retry ?? {};
  const { initialInterval, maximumInterval } = retry ?? {};
  const most = milliseconds(maximumInterval) ?? DEFAULT.maximumIntervalMs;
  const initial = initialInterval ?? Math.min(DEFAULT.initialIntervalMs, most);
  const initialIntervalMs = check.duration('retry.initialInterval', initial, MAX.intervalMs);
  const maximum = maximumInterval ?? Math.max(DEFAULT.maximumIntervalMs, initialIntervalMs);
  const maximumIntervalMs = check.duration('retry.maximumInterval', maximum, MAX.intervalMs);
  if (maximumIntervalMs < initialIntervalMs) {
    const expected = `at least initialInterval (${printedDuration(initialIntervalMs)})`;
    check.refuse({ option: 'retry.maximumInterval', value: maximumInterval, expected });
  }
  return {
    maximumAttempts: check.integer('retry.maximumAttempts', maximumAttempts, { min: 1, max: MAX.maximumAttempts }),
    initialIntervalMs,
    backoffCoefficient: check.number('retry.backoffCoefficient', backoffCoefficient, {
      min: 1,
      max: MAX.backoffCoefficient,
    }),
    maximumIntervalMs,
  };
}

function once(check: OptionCheck, { retry }: PolicyOptions): RetryPolicy {
  if (retry !== undefined) {
    check.refuse({
      option: 'retry',
      value: retry,
      expected: `none beside effect: 'once', which has one attempt in every case`,
      fix: `Leave retry out, or use effect: 'idempotent' and the idempotencyKey.`,
    });
  }
  return { ...retryPolicy(check, undefined), maximumAttempts: 1 };
}

/** The result of a local activity is durable only with its workflow task: what must not run twice can't be one. */
function checkLocal(check: OptionCheck, { effect }: PolicyOptions): void {
  if (effect !== 'read') check.refuse({ option: 'effect', value: effect, expected: `'read' for a local tool` });
}
