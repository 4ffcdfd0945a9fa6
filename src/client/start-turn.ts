/**
 * What a turn is started with, checked, and its start. Rules: nothing is sent before all of it is checked; starting is
 * idempotent by turn id, as long as the run is retained.
 */
import { randomUUID } from 'node:crypto';
import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { AGENT_MEMO, AGENT_TURN } from '../contract/names.js';
import type { TurnInput } from '../contract/turn.js';
import { storageFault } from '../history/stored-payloads.js';
import { requestUntilAborted } from '../history/until-aborted.js';
import { mostPayloadBytes } from '../protocol/size.js';
import { checkSize } from './check-input.js';
import { checkContext, checkFlag, checkMemo, checkTurnId } from './check-options.js';
import { readTurnLimits, type TurnLimits } from './turn-limits.js';

/** How a turn is started. */
export interface StartOptions<Context = unknown> {
  /** Id of the turn: starting again with the same id attaches to the turn that is there. @default a random one */
  readonly turnId?: string;
  /** The caller's JSON for this turn (user, tenant, locale); readable in Temporal UI, so never a secret. @default undefined (none) */
  readonly context?: Context;
  /** Limits for this turn alone. @default the agent's own */
  readonly limits?: TurnLimits;
  /**
   * Stream the text of answers: `events()` then yields `text-delta`s, in any process. It costs requests to Temporal, up to
   * ten a second; see docs/streaming.md. @default false
   */
  readonly stream?: boolean;
  /** Notes on the workflow, shown by Temporal UI and `list`. JSON, up to 32 KB; names that begin with `everycall` are refused. @default {} */
  readonly memo?: Readonly<Record<string, unknown>>;
}

/** Names of the options that every start of a turn takes, whatever starts it. */
export const TURN_OPTIONS: readonly string[] = ['context', 'limits', 'stream', 'memo'];

/** What the caller sets for a turn, as the turn takes it. */
export type TurnSettings = Pick<TurnInput, 'context' | 'limits' | 'stream'>;

/** A turn to be started. */
export interface TurnStart {
  readonly turnId: string;
  readonly taskQueue: string;
  readonly turn: TurnInput;
  /** The caller's notes, checked, and everycall's own beside the agent's name. */
  readonly memo: Readonly<Record<string, unknown>>;
}

/**
 * The settings of a turn.
 * @throws {TurnOptionError} on the first that can't be used.
 */
export function readSettings(options: Pick<StartOptions, 'context' | 'limits' | 'stream'>): TurnSettings {
  const { context } = options;
  checkContext(context);
  const limits = readTurnLimits(options.limits);
  return {
    ...(context !== undefined && { context }),
    ...(limits && { limits }),
    ...(checkFlag('stream', options.stream) && { stream: true as const }),
  };
}

/** The caller's notes. @throws {TurnOptionError} */
export function readMemo({ memo }: Pick<StartOptions, 'memo'>): Readonly<Record<string, unknown>> {
  return checkMemo(memo === undefined ? {} : memo);
}

/** The caller's id of a turn, or a random one. @throws {TurnOptionError} */
export function readTurnId({ turnId }: Pick<StartOptions, 'turnId'>): string {
  return turnId === undefined ? `turn-${randomUUID()}` : checkTurnId(turnId);
}

/**
 * Starts a turn unless one has its id. @returns whether it did: else whatever has the id may be no turn.
 * @throws {InputTooLargeError} before anything is sent.
 */
export async function startTurnOnce(temporal: Client, start: TurnStart, closed?: AbortSignal): Promise<boolean> {
  const { turnId, taskQueue, turn, memo } = start;
  checkSize(turn, mostPayloadBytes(temporal.options.loadedDataConverter.externalStorage));
  try {
    await requestUntilAborted(temporal.connection, [closed], () =>
      temporal.workflow.start(AGENT_TURN, {
        workflowId: turnId,
        taskQueue,
        args: [turn],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        workflowIdConflictPolicy: 'FAIL',
        memo: { ...memo, [AGENT_MEMO]: turn.agent },
        staticSummary: turn.agent,
      }),
    );
    return true;
  } catch (error) {
    if (!isThere(error)) throw storageFault(error) ?? error;
    return false;
  }
}

/** By name too: a second copy of the SDK has classes of its own. */
function isThere(error: unknown): boolean {
  const name = 'WorkflowExecutionAlreadyStartedError';
  return error instanceof WorkflowExecutionAlreadyStartedError || (error instanceof Error && error.name === name);
}
