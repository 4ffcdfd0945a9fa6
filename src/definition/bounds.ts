/** Defaults and upper bounds of every numeric option. Rule: everything is bounded. Times are milliseconds. */
import { LIMIT_BOUNDS } from '../protocol/limit.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Defaults of a tool. */
export const TOOL_DEFAULTS = {
  timeoutMs: 30 * SECOND,
  deadlineMs: 2 * MINUTE,
  /** Deadline of a `local` tool. */
  localDeadlineMs: 5 * SECOND,
  maxParallel: 5,
  maximumAttempts: 3,
  initialIntervalMs: SECOND,
  backoffCoefficient: 2,
  maximumIntervalMs: 30 * SECOND,
  maxChars: 20_000,
  approvalDeadlineMs: DAY,
} as const;

/** Longest wait for the worker of another task queue, unless said. */
export const REMOTE_MAX_WAIT_MS = 10 * MINUTE;

/** Upper bounds of a tool. */
export const TOOL_BOUNDS = {
  timeoutMs: DAY,
  deadlineMs: 7 * DAY,
  maxWaitMs: 30 * DAY,
  approvalDeadlineMs: 30 * DAY,
  /** A local activity is durable only with its workflow task, so it must be short. */
  localDeadlineMs: 5 * SECOND,
  maxParallel: 500,
  maximumAttempts: 100,
  intervalMs: DAY,
  backoffCoefficient: 100,
  /** Temporal refuses a payload of 2 MB. */
  maxChars: 1_900_000,
  maxItems: 100_000,
  /** Newer models take more than the 1,024 characters that older ones were bounded to. */
  descriptionChars: 10_000,
  taskQueueChars: 1_000,
} as const;

/** Defaults of an agent. */
export const AGENT_DEFAULTS = {
  maxParallel: 10,
  repeatLimit: 3,
  apiKeyEnv: 'OPENAI_API_KEY',
  steps: 10,
  toolCalls: 100,
  tokens: 500_000,
  durationMs: HOUR,
  compactionKeep: 4,
} as const;

/** Upper bounds of an agent. */
export const AGENT_BOUNDS = {
  /** Temporal advises at most 500 pending activities in a workflow and fails the task beyond 2,000. */
  maxParallel: 500,
  /** Chat Completions: "Expected an array with maximum length 128". */
  tools: 128,
  modelChars: 256,
  repeatLimit: 100,
  requestsPerMinute: 10_000_000,
  tokensPerMinute: 100_000_000_000,
  models: 10,
  compactionTokens: 100_000_000,
  compactionKeep: 1_000,
  /** Of its instructions. */
  descriptionChars: 10_000,
  ...LIMIT_BOUNDS,
  temperature: 2,
  maxOutputTokens: 10_000_000,
  /** `safety_identifier` and `prompt_cache_key` (openai/openai-openapi). */
  identifierChars: 64,
} as const;
