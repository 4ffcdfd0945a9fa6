/**
 * Starts a new turn from any step of an old one. Rules: the old turn is only read; the new one depends on nothing of it
 * once it is started; a memo links the two.
 */
import type { Client } from '@temporalio/client';
import { MOST_INLINE_BYTES, type Before, type SentAt } from '../contract/adopt.js';
import { readForkOrigin, type ForkOrigin } from '../contract/fork-origin.js';
import { FORK_MEMO } from '../contract/names.js';
import { sentBefore } from '../history/sent-before.js';
import type { TurnView } from '../history/turn-view.js';
import type { Entry } from '../protocol/entry.js';
import type { Item } from '../protocol/item.js';
import { jsonBytes } from '../protocol/size.js';
import { Transcript } from '../protocol/transcript.js';
import { findViolations } from '../protocol/violations.js';
import { checkInput, type InputItem } from './check-input.js';
import { checkAgentName, checkKnown } from './check-options.js';
import { ForkRefusedError } from './fork-error.js';
import { agentAt, endsWithAnswer, forkPoint } from './fork-point.js';
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
  /** Name of another agent, of the same workers. @default the one that the old turn went on by at this step */
  readonly agent?: string;
}

/**
 * Starts the fork, or attaches to the turn that has the `turnId` given.
 * @returns its id.
 * @throws {TurnOptionError} {@link InputRefusedError} {@link InputTooLargeError} {@link ForkRefusedError} before anything is
 * sent; a TurnOptionError, too, when another turn has the `turnId`.
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
  if (turnId === old.turnId) throw new TurnOptionError('turnId', turnId, 'another than that of the old turn');
  const at = forkPoint(old, options.step);
  const { context, limits } = old.input;
  const own = {
    agent: agent ?? agentAt(old, at.step),
    input: said,
    ...(context !== undefined && { context }),
    ...(limits && { limits }),
    ...settings,
  };
  const turn = { ...own, before: beforeOf(old, at, said, jsonBytes(own)) };
  const origin: ForkOrigin = { turnId: old.turnId, step: at.step };
  const { taskQueue } = old;
  await startTurnOnce(temporal, { turnId, taskQueue, turn, memo: { ...memo, [FORK_MEMO]: origin } }, closed);
  if (options.turnId !== undefined) await checkIsFork(temporal, turnId, origin);
  return turnId;
}

/** The turn that has the id is this fork, started now or before: attaching to another one would look like it. */
async function checkIsFork(temporal: Client, turnId: string, origin: ForkOrigin): Promise<void> {
  const { memo } = await temporal.workflow.getHandle(turnId).describe();
  const there = readForkOrigin(memo?.[FORK_MEMO]);
  if (there?.turnId === origin.turnId && there.step === origin.step) return;
  const expected = `an id that no other turn has than the fork of "${origin.turnId}" at step ${origin.step}`;
  throw new TurnOptionError('turnId', turnId, expected);
}

/** What the new turn goes on from: entries with their ids, so that each answer goes back whole to the model that gave it. */
function beforeOf(old: TurnView, at: SentAt, said: readonly Item[], otherBytes: number): Before {
  const running = old.status === 'running';
  if (old.beforeMissing) throw new ForkRefusedError(old.turnId, running ? 'pending' : 'lost');
  const entries = sentBefore(old, at);
  if (said.length === 0 && endsWithAnswer(entries)) {
    const expected = `what the user says next, since turn "${old.turnId}" had said its answer before step ${at.step}`;
    throw new TurnOptionError('input', undefined, expected);
  }
  const violations = findViolations([...entries, ...said.map((item) => ({ item, step: 0 }))]);
  if (violations.length > 0) throw new InputRefusedError(violations);
  if (jsonBytes(entries) + otherBytes <= MOST_INLINE_BYTES) return { entries };
  if (running && entries.some((entry) => isUnnamed(entry, old))) throw new ForkRefusedError(old.turnId, 'pending');
  return { source: { kind: 'turn-sent', workflowId: old.turnId, at }, mark: new Transcript(entries).mark };
}

/** The turn gives its input and results from elsewhere their ids as it goes on: until then readers make them up. */
function isUnnamed({ id }: Entry, { runId }: TurnView): boolean {
  return id.startsWith(`${runId}.`);
}
