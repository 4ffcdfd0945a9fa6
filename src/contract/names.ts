/** The names that workflows, activities and clients agree on. Types and constants only. */

/** Workflow type of a turn. */
export const AGENT_TURN = 'agentTurn';
/** Workflow type of a session: a conversation of many turns. */
export const AGENT_SESSION = 'agentSession';

/** Task queue of everycall's own workers unless another is given. */
export const DEFAULT_TASK_QUEUE = 'everycall';

/** Memo of a turn: the agent's name. */
export const AGENT_MEMO = 'everycallAgent';
/** Memo of a forked turn: the turn and the step that it began from. */
export const FORK_MEMO = 'everycallForkOf';
/** Memo of a scheduled turn: the schedule's id. */
export const SCHEDULE_MEMO = 'everycallSchedule';
/** Memo of a turn that goes on in another run: when its first one began, in milliseconds since the epoch. */
export const STARTED_MEMO = 'everycallStartedAt';

/** Activity types of everycall itself; tools may not take these names. */
export const CALL_MODEL = 'callModel';
export const RECORD_END = 'recordEnd';
/** Brings entries of another run into the history of the run that goes on from them. */
export const ADOPT_ENTRIES = 'adoptEntries';
/** Checks arguments that a person edited against their tool's schema. */
export const CHECK_ARGUMENTS = 'checkArguments';
/** Reads what the turn of a sub-agent spent that told its parent nothing of its end. */
export const READ_SPENT = 'readSpent';
/** Sums up the older part of a turn's transcript. */
export const COMPACT = 'compact';
/** Hands a finished turn to the worker's `onTurnFinished`. */
export const ARCHIVE_TURN = 'archiveTurn';

/** The built-in tool that reads what was cut off other outputs. An agent's own tool of this name takes its place. */
export const READ_OUTPUT = 'read_output';
/** The form of an output's name, as its schema has it; `output-name` says what it means. */
export const OUTPUT_NAME = '^([0-9a-f]{6}:)?[0-9]{1,9}\\.[0-9]{1,9}$';

/** Query that serves a worker the entries of a turn which it lacks. */
export const TRANSCRIPT_QUERY = 'everycall_transcript';
/** Query that serves a worker the turn's context and the tools it runs by. */
export const HEADER_QUERY = 'everycall_header';

/** Names that a tool may not have: the SDK's, ours, and the catch-all. */
export const RESERVED_TOOL_NAMES: readonly string[] = [
  'default',
  CALL_MODEL,
  RECORD_END,
  ADOPT_ENTRIES,
  CHECK_ARGUMENTS,
  ARCHIVE_TURN,
  COMPACT,
  READ_SPENT,
];

/** Activity id of a step's model call. */
export function modelActivityId(step: number): string {
  return `model:${step}`;
}

/** Activity id of a compaction, by its number in the turn. */
export function compactActivityId(number: number): string {
  return `compact:${number}`;
}

/** Activity id of reading what the turn of a call spent. */
export function spentActivityId(step: number, position: number): string {
  return `spent:${step}.${position}`;
}

/** Activity id of a call: `<step>.<position>:<call_id>`, cut to 200 characters. */
export function callActivityId(step: number, position: number, callId: string): string {
  return `${step}.${position}:${callId}`.slice(0, 200);
}

/** The call whose turn an activity id of `readSpent` names. */
export function parseSpentActivityId(id: string): { step: number; position: number } {
  const [step = 0, position = 0] = id.slice('spent:'.length).split('.').map(Number);
  return { step, position };
}

/** The call that an activity id names, or undefined for another activity's. */
export function parseCallActivityId(id: string): { step: number; position: number; callId: string } | undefined {
  const [, step, position, callId] = /^(\d+)\.(\d+):([\s\S]*)$/.exec(id) ?? [];
  return callId === undefined ? undefined : { step: Number(step), position: Number(position), callId };
}

/** Headers of a call that runs on another task queue; JSON texts. */
export const CALL_HEADERS = {
  turnId: 'everycall-turn-id',
  callId: 'everycall-call-id',
  /** The same on every attempt of the call, and of no other call; 32 hexadecimal digits. */
  idempotencyKey: 'everycall-idempotency-key',
} as const;
