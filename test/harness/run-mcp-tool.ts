/** Runs a tool of a loaded agent as the wrapper of calls does. */
import type { Agent } from '../../src/index.js';

/** What the tool returned. */
export function runTool(
  { toolByName }: Agent,
  name: string,
  args: unknown = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<unknown> {
  const call = { signal, heartbeat: () => undefined, idempotencyKey: 'key', callId: 'c', turnId: 't' };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  return Promise.resolve(toolByName.get(name)!.execute!(args, { ...call, log, context: undefined, attempt: 1 }));
}
