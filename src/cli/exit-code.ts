/** What the exit code of a command says. Rule: scripts can tell every way in which a turn ends from each other. */
import type { TurnResult } from '../contract/turn.js';

/** Exit codes of every command. */
export const EXIT = {
  ok: 0,
  /** The turn failed, or the command could not do its work (no server, no such turn, a busy port). */
  failed: 1,
  /** Options, arguments, input or an agents file that can't be used. */
  usage: 2,
  /** The turn ended at one of its limits. */
  limit: 3,
  /** The turn was cancelled, or Ctrl-C ended the command; as shells count a SIGINT. */
  cancelled: 130,
} as const;

const OF_OUTCOME: Readonly<Record<TurnResult['outcome'], number>> = {
  completed: EXIT.ok,
  failed: EXIT.failed,
  limit: EXIT.limit,
  cancelled: EXIT.cancelled,
};

/** The exit code of a command that waited for a turn. */
export function exitCodeOf(outcome: TurnResult['outcome']): number {
  return OF_OUTCOME[outcome];
}
