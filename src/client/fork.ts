/**
 * Starts a new turn from any step of an old one. Rules: the old turn is only read; the new one depends on nothing of it
 * once it is started; a memo links the two.
 */
import type { Client } from '@temporalio/client';
import type { ForkOrigin } from '../contract/fork-origin.js';
import { FORK_MEMO } from '../contract/names.js';
import type { TurnInput } from '../contract/turn.js';
import type { TurnView } from '../history/turn-view.js';
import type { Entry } from '../protocol/entry.js';
import type { Item } from '../protocol/item.js';
import { findViolations } from '../protocol/violations.js';
import { checkInput, type InputItem } from './check-input.js';
import { checkAgentName, checkKnown } from './check-options.js';
import { endsWithAnswer, transcriptBefore } from './fork-point.js';
import { InputRefusedError, TurnOptionError } from './input-error.js';
import { readMemo, readSettings, readTurnId, startTurnOnce, TURN_OPTIONS, type StartOptions } from './start-turn.js';

/** How a turn is forked: what a turn is started with, and where from. What is absent is the old turn's. */
export interface ForkOptions<Context = unknown> extends StartOptions<Context> {
  /**
   * The first step that the new turn makes itself: it begins with the transcript as it was when this model call of the old
   * turn was about to be made. 1 (or 0) is the beginning; one more than the turn's steps goes on after its end.
   */
  readonly step: number;
  /** What the user says then, after that transcript; needed where that ends with the model's answer. @default nothing */
  readonly input?: string | readonly InputItem[];
  /** Name of another agent, of the same workers. @default the old turn's */
  readonly agent?: string;
}

/**
 * Starts the fork, or attaches to the turn that has the `turnId` given.
 * @returns its id.
 * @throws {TurnOptionError} {@link InputRefusedError} {@link InputTooLargeError} before anything is sent.
 */
export async function startFork(
  temporal: Client,
  readOld: () => Promise<TurnView>,
  options: ForkOptions,
  closed?: AbortSignal,
): Promise<string> {
  checkKnown('options', options, ['step', 'input', 'agent', 'turnId', ...TURN_OPTIONS]);
  const memo = readMemo(options);
  const turnId = readTurnId(options);
  const said = options.input === undefined ? [] : checkInput(options.input);
  const settings = readSettings(options);
  const agent = options.agent === undefined ? undefined : checkAgentName(options.agent);
  const old = await readOld();
  const { context, limits } = old.input;
  const turn = {
    agent: agent ?? old.agent,
    ...beginning(old, options.step, said),
    ...(context !== undefined && { context }),
    ...(limits && { limits }),
    ...settings,
  };
  const origin: ForkOrigin = { turnId: old.turnId, step: Math.max(options.step, 1) };
  const { taskQueue } = old;
  await startTurnOnce(temporal, { turnId, taskQueue, turn, memo: { ...memo, [FORK_MEMO]: origin } }, closed);
  return turnId;
}

function beginning(old: TurnView, step: number, said: readonly Item[]): Pick<TurnInput, 'input'> {
  const taken = transcriptBefore(old, step);
  if (said.length === 0 && endsWithAnswer(taken)) {
    const expected = `given: turn "${old.turnId}" had said its answer before step ${step}, so there is nothing to answer`;
    throw new TurnOptionError('input', undefined, expected);
  }
  const items = [...taken.map((entry: Entry) => entry.item), ...said];
  const violations = findViolations(items.map((item) => ({ item })));
  if (violations.length > 0) throw new InputRefusedError(violations);
  return { input: items };
}
