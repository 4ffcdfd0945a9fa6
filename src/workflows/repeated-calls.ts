/**
 * Finds the calls of a step that a model makes over and over, which are answered instead of being run. Rule: an agent or a
 * tool that allows it is not held back, and a turn that began under a policy without a limit has none.
 */
import type { AgentPolicy } from '../definition/policy.js';
import { repeatedText } from '../protocol/outcome-text.js';
import { repeatKey, type Repeats } from '../protocol/repeats.js';
import type { ToolCall } from '../protocol/tool-call.js';

/** By position, what the model is told in place of a result. @param repeats those after this step's calls were counted. */
export function repeatedCalls(
  calls: readonly ToolCall[],
  { repeatLimit, tools }: AgentPolicy,
  repeats: Repeats = [],
): ReadonlyMap<number, string> {
  if (repeatLimit === undefined) return new Map();
  const tooOften = new Map(repeats.filter(([, steps]) => steps >= repeatLimit));
  if (tooOften.size === 0) return new Map();
  const allowed = new Set(tools.filter(({ repeat }) => repeat === 'allowed').map(({ name }) => name));
  return new Map(
    calls.flatMap((call) => {
      const steps = allowed.has(call.name) ? undefined : tooOften.get(repeatKey(call));
      return steps === undefined ? [] : [[call.position, repeatedText(call.name, steps)] as const];
    }),
  );
}
