/** `everycall fork`: starts a new turn from a step of an old one, and follows it as `run` does. */
import type { TurnLimits } from '../client/turn-limits.js';
import { followTurn, streams, type FollowOptions } from './follow.js';
import { readText } from './read-text.js';
import { withClient } from './server-options.js';

/** Options of the command, as parsed. */
export interface ForkCommandOptions extends FollowOptions {
  readonly step: number;
  readonly agent?: string;
  readonly turnId?: string;
  readonly context?: unknown;
  readonly limit?: TurnLimits;
}

/** Runs the command. @param argument what the user says then; `-` reads standard input @returns the exit code. */
export async function fork(origin: string, argument: string | undefined, options: ForkCommandOptions): Promise<number> {
  const { step, agent, turnId, context, limit } = options;
  const input = argument === undefined ? undefined : await readText(argument);
  return withClient(options, async (client) => {
    const turn = await client.turn(origin).fork({
      step,
      ...(input !== undefined && { input }),
      ...(agent !== undefined && { agent }),
      ...(turnId !== undefined && { turnId }),
      ...(context !== undefined && { context }),
      ...(limit && { limits: limit }),
      ...(streams(options, process.stdout.isTTY) && { stream: true }),
    });
    return followTurn(client, turn, options);
  });
}
