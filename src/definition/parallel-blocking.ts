/**
 * Known trouble: with web or file search among the tools, models stop calling functions in parallel. Sources, read on
 * 2026-11-21: community.openai.com/t/1226942 (first post: gpt-4o with web_search_preview and two functions, Responses API,
 * 2025; post 15: web and file search alike), and OpenAI's function calling guide, which says that parallel function calling
 * is not possible with built-in tools (as others quoted it on 2026-07-12).
 */
import type { HostedTool } from './hosted-tool.js';
import type { Tool } from './tool.js';
import type { WarningCode } from './warning-code.js';

/** What of an agent decides. */
export interface ParallelParts {
  readonly name: string;
  readonly tools: readonly Tool[];
  readonly hostedTools: readonly HostedTool[];
  readonly parallelToolCalls: boolean;
  readonly silence: readonly WarningCode[];
}

/** A warning: what is wrong, why, and what to do. */
export interface Blocking {
  /** Types of the tools that block. */
  readonly types: readonly string[];
  readonly reason: string;
  readonly fix: string;
}

const BLOCKING = /^(web_search|file_search)/;
const CODE: WarningCode = 'hosted_tool_blocks_parallel';
/** Agents that are warned of once a process; a bound for programs that define agents for ever. */
const MOST_WARNED = 1_000;
const warned = new Set<string>();

/** Why this agent's functions won't be called in parallel, if so. Pure. */
export function parallelBlocking({ tools, hostedTools, parallelToolCalls }: ParallelParts): Blocking | undefined {
  const types = hostedTools.map(({ spec }) => spec.type).filter((type) => BLOCKING.test(type));
  if (types.length === 0 || tools.length === 0 || !parallelToolCalls) return undefined;
  return {
    types,
    reason:
      `with ${types.join(' and ')} among the tools, models stop calling functions in parallel: reported for gpt-4o on the ` +
      `Responses API in 2025 (community.openai.com/t/1226942), and OpenAI's function calling guide, as of July 2026, says ` +
      `that parallel calls are not possible with built-in tools`,
    fix: `Give the tool isolate: true, which makes it a function that runs beside the others, or set parallelToolCalls: false.`,
  };
}

/** Warns of an agent whose functions won't be called in parallel: once a process and agent, unless it is silenced. */
export function warnOfBlocking(agent: ParallelParts): void {
  const blocking = agent.silence.includes(CODE) ? undefined : parallelBlocking(agent);
  if (!blocking || warned.has(agent.name) || warned.size >= MOST_WARNED) return;
  warned.add(agent.name);
  const text = `agent "${agent.name}": ${blocking.reason}. ${blocking.fix} To silence this: silence: ['${CODE}'].`;
  process.emitWarning(text, { type: 'EverycallWarning', code: CODE });
}
