/**
 * What of a definition crosses into the workflow: constants and policies, no functions, no schemas. Node-free: it is
 * recorded once, with the answer of a turn's first model call, and the whole turn runs by it. All times are milliseconds.
 */
import type { CompactionPolicy } from '../protocol/compaction.js';
import type { Effect } from '../protocol/effect.js';
import type { Limits } from '../protocol/limit.js';

/** How often and how fast a failed attempt is made again. */
export interface RetryPolicy {
  readonly maximumAttempts: number;
  readonly initialIntervalMs: number;
  readonly backoffCoefficient: number;
  readonly maximumIntervalMs: number;
}

/** What the workflow knows of a tool. */
export interface ToolPolicy {
  readonly name: string;
  readonly effect: Effect;
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  /** Absent: what is left of the turn. */
  readonly maxWaitMs?: number;
  readonly maxParallel: number;
  readonly retry: RetryPolicy;
  /** Runs as a local activity. */
  readonly local?: true;
  /** Runs on another worker, which gets the parsed arguments alone. */
  readonly taskQueue?: string;
  /** Bounds of what another worker returns; our own cut what they return themselves. */
  readonly output?: OutputPolicy;
  /** Silence after which another worker counts as lost; absent: it sends no heartbeats. */
  readonly heartbeatMs?: number;
  /** The same call may be made in any number of steps in a row. */
  readonly repeat?: 'allowed';
  /** A tool of an MCP server, which our own workers serve under the catch-all: the server's name, and the tool's there. */
  readonly mcp?: { readonly server: string; readonly tool: string };
  /** A call is a turn of this agent. */
  readonly agent?: SubAgentPolicy;
  /** A call gives the rest of the turn to the agent of this name. */
  readonly handoff?: string;
  /** Absent: no person is asked. */
  readonly approval?: ApprovalPolicy;
}

/** How much of an output the model is given. */
export interface OutputPolicy {
  /** Most characters. */
  readonly maxChars: number;
  /** Most items of a list. */
  readonly maxItems?: number;
}

/** What the workflow knows of a tool that is an agent. */
export interface SubAgentPolicy {
  readonly name: string;
  /** The agent is told the text of this argument; absent: all arguments as JSON. */
  readonly field?: string;
  /** Limits of its turns, over those of the agent itself. */
  readonly limits?: Partial<Limits>;
}

/** When a person must say yes first, and what holds when nobody answers. */
export interface ApprovalPolicy {
  /** `asked`: the tool's own function says it of each call, in the worker. */
  readonly when: 'always' | 'asked';
  readonly deadlineMs: number;
  readonly otherwise: 'deny' | 'approve';
}

/** What the workflow knows of an agent. */
export interface AgentPolicy {
  readonly name: string;
  /** Changes when anything of the agent that a turn depends on does; 20 hexadecimal digits. */
  readonly digest: string;
  readonly maxParallel: number;
  readonly limits: Limits;
  /** How often an answer that does not fit the agent's output schema is returned to the model. Absent: never. */
  readonly corrections?: number;
  /** From so many steps in a row on, the same call isn't run any more. Absent: it always is. */
  readonly repeatLimit?: number;
  /** When its transcripts are compacted. Absent: never. */
  readonly compaction?: CompactionPolicy;
  readonly tools: readonly ToolPolicy[];
}

/** The built-in `read_output`, as the workflow knows it: a constant, so that turns need not record it. */
export const READ_OUTPUT_POLICY: ToolPolicy = {
  name: 'read_output',
  effect: 'read',
  timeoutMs: 30_000,
  deadlineMs: 120_000,
  maxParallel: 5,
  retry: { maximumAttempts: 3, initialIntervalMs: 1_000, backoffCoefficient: 2, maximumIntervalMs: 30_000 },
};
