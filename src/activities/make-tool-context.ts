/** What a tool's `execute` gets beside its arguments. */
import type { ToolContext } from '../definition/tool-context.js';
import { turnOf } from './activity-turn.js';
import type { ToolRun } from './run-tool.js';
import { idempotencyKey } from './idempotency-key.js';

/** The context of one attempt. */
export function toolContext(run: ToolRun, context: unknown): ToolContext {
  const { input, info, attempt, spent, log, tool } = run;
  const turnId = turnOf(info).workflowId;
  const { step, position, callId, args } = input;
  const say =
    (level: 'info' | 'warn' | 'error') =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}) =>
      log.tool(level, message, { turnId, callId, tool: tool.name, ...fields });
  return {
    context,
    // Made when it is read: most tools need none.
    get idempotencyKey() {
      return idempotencyKey({ turnId, step, position, callId, args });
    },
    signal: attempt.signal,
    heartbeat: attempt.heartbeat,
    log: { info: say('info'), warn: say('warn'), error: say('error') },
    turnId,
    callId,
    attempt: spent.attempts,
  };
}
