/** `everycall run`: starts a turn and follows it to its end. */
import type { TurnLimits } from '../client/turn-limits.js';
import { followTurn, streams, type FollowOptions } from './follow.js';
import { readText } from './read-text.js';
import { withClient } from './server-options.js';

/** Options of the command, as parsed. */
export interface RunOptions extends FollowOptions {
  readonly turnId?: string;
  readonly context?: unknown;
  readonly limit?: TurnLimits;
}

/** Runs the command. @returns the exit code. */
export async function run(agent: string, argument: string, options: RunOptions): Promise<number> {
  const { turnId, context, limit } = options;
  const input = await readText(argument);
  return withClient(options, async (client) => {
    const turn = await client.startTurn(agent, input, {
      ...(turnId !== undefined && { turnId }),
      ...(context !== undefined && { context }),
      ...(limit && { limits: limit }),
      ...(streams(options, process.stdout.isTTY) && { stream: true }),
    });
    return followTurn(client, turn, options, agent);
  });
}
