/**
 * `remoteTool`: a tool that the worker of another task queue runs, in any language. Rule: that worker gets exactly one
 * argument, the parsed arguments; the turn, the call id and the idempotency key travel in headers.
 */
import { REMOTE_MAX_WAIT_MS, TOOL_BOUNDS } from './bounds.js';
import type { Duration } from './duration.js';
import { OptionCheck } from './option-check.js';
import type { ParameterSchema } from './schema.js';
import { SHARED_TOOL_OPTIONS, type SharedToolOptions } from './tool-options.js';
import { defineTool, type Tool } from './tool.js';

/** Options of `remoteTool`. */
export interface RemoteToolOptions<Parameters extends ParameterSchema> extends SharedToolOptions<Parameters> {
  /** Task queue of the worker that has an activity of the tool's name: 1 to 1,000 characters. */
  readonly taskQueue: string;
  /**
   * Silence after which the worker counts as lost, for activities that send heartbeats: a {@link Duration}, at most 24 hours.
   * A cancel reaches them with a heartbeat, too. @default undefined (a lost worker is noticed when `timeout` is over)
   */
  readonly heartbeatTimeout?: Duration;
}

/**
 * Defines a tool that runs elsewhere: an activity of the tool's name on another task queue. Where nobody starts it within
 * `maxWait`, the call ends as `timeout`, and the model is told that it was never started.
 * Throws a DefinitionError that prints the bad value.
 */
export function remoteTool<const Parameters extends ParameterSchema>(
  options: RemoteToolOptions<Parameters>,
): Tool<unknown> {
  const check = OptionCheck.of('tool', options, [...Object.keys(SHARED_TOOL_OPTIONS), 'taskQueue', 'heartbeatTimeout']);
  const { taskQueue, heartbeatTimeout, ...shared } = options;
  if (/\p{Cc}/u.test(check.text('taskQueue', taskQueue, TOOL_BOUNDS.taskQueueChars))) {
    check.refuse({ option: 'taskQueue', value: taskQueue, expected: 'a text without control characters' });
  }
  if (shared.output?.summarize) {
    const expected = 'nothing: the other worker asks no model';
    check.refuse({ option: 'output.summarize', value: shared.output.summarize, expected });
  }
  const heartbeat = heartbeatTimeout !== undefined && {
    heartbeatMs: check.duration('heartbeatTimeout', heartbeatTimeout, TOOL_BOUNDS.timeoutMs),
  };
  // The other worker has the code: this execute only stands for it, so that the definition is checked.
  const { execute: _, ...tool } = defineTool({
    ...shared,
    maxWait: shared.maxWait ?? REMOTE_MAX_WAIT_MS,
    execute: () => undefined,
  });
  const { maxChars, maxItems } = tool.output;
  const output = { maxChars, ...(maxItems !== undefined && { maxItems }) };
  const policy = { ...tool.policy, taskQueue, output, ...heartbeat };
  return Object.freeze({ ...tool, policy });
}
