/**
 * Unpacks `multi_tool_use.parallel`: the model's internal wrapper round parallel calls, which now and then leaks out as one
 * call. Pure but for minted ids. Rule: it is unpacked only when each use in it names a recipient, and never when the
 * wrapper's name is that of a tool that was offered.
 */
import type { Repair } from '../contract/repair.js';
import { isJson } from '../protocol/json.js';
import type { SentCall } from './repair-calls.js';

/** The names under which the wrapper comes. */
const WRAPPERS: ReadonlySet<unknown> = new Set(['multi_tool_use.parallel', 'multi_tool_use_parallel', 'parallel']);
/** The namespace that the wrapper puts before the names of functions. */
const NAMESPACE = 'functions.';

/** A call, and which of the sent calls it is or came out of. */
export interface UnpackedCall extends SentCall {
  /** Position among the sent calls. */
  readonly source: number;
}

/**
 * The calls of an answer with wrappers replaced by what they hold, in order. The first call of a wrapper has its id, the
 * others get new ones. `offered` are the names of the tools that the request offered.
 */
export function unpackParallel(
  sent: readonly SentCall[],
  offered: ReadonlySet<string>,
  mint: () => string,
): { calls: UnpackedCall[]; repairs: Repair[] } {
  const repairs: Repair[] = [];
  const calls = sent.flatMap((call, source): UnpackedCall[] => {
    const { id } = call;
    const uses = WRAPPERS.has(call.name) && !offered.has(String(call.name)) ? usesOf(call.arguments) : undefined;
    if (!uses) return [{ ...call, source }];
    const detail = `call ${source}: ${String(call.name)} was unpacked into ${uses.length} calls`;
    repairs.push({ kind: 'parallel_unpacked', ...(typeof id === 'string' && { callId: id.slice(0, 64) }), detail });
    return uses.map((use, n) => ({ ...use, id: n === 0 ? id : mint(), source }));
  });
  return { calls, repairs };
}

/** What a wrapper holds; undefined when it isn't of its form. */
function usesOf(args: unknown): Omit<SentCall, 'id'>[] | undefined {
  const value = typeof args === 'string' ? parsed(args) : args;
  if (!isJson(value) || !Array.isArray(value.tool_uses) || value.tool_uses.length === 0) return undefined;
  const uses: Omit<SentCall, 'id'>[] = [];
  for (const use of value.tool_uses as unknown[]) {
    if (!isJson(use) || typeof use.recipient_name !== 'string') return undefined;
    const name = use.recipient_name;
    const { parameters } = use;
    uses.push({
      name: name.startsWith(NAMESPACE) ? name.slice(NAMESPACE.length) : name,
      arguments: isJson(parameters) ? JSON.stringify(parameters) : parameters,
    });
  }
  return uses;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
