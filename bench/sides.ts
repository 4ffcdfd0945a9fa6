/** The two sides as callers see them: each starts a turn in its own client's way and waits for its end. */
import { randomUUID } from 'node:crypto';
import type { EverycallClient } from '../src/client.js';
import { BENCH_AGENT } from './bench-agent.js';
import type { plainTurn } from './plain-workflow.js';
import { userMessage, type Task } from './task.js';
import type { SideName } from './workers.js';

/** A side. */
export interface Side {
  readonly name: SideName;
  /** Works a turn to its end; returns its workflow id. @throws {TurnWentWrong} when it ended otherwise than asked. */
  turn(task: Task): Promise<string>;
}

/** A turn of a bench did not end as its task says, so its figures mean nothing. */
export class TurnWentWrong extends Error {
  override readonly name = 'TurnWentWrong';

  constructor(
    readonly side: SideName,
    readonly end: unknown,
  ) {
    super(`a turn of the ${side} side ended with ${JSON.stringify(end)?.slice(0, 500)}`);
  }
}

/** A name for everything of one side. */
export function taskQueueOf(side: SideName): string {
  return `bench-${side}`;
}

/** everycall's side: the client's own `startTurn` and `result`. */
export function everycallSide(client: EverycallClient): Side {
  return {
    name: 'everycall',
    async turn(task) {
      const turn = await client.startTurn(BENCH_AGENT, userMessage(task));
      const result = await turn.result();
      if (result.outcome !== 'completed' || (result.counts.ok ?? 0) !== task.steps * task.calls) {
        throw new TurnWentWrong('everycall', result);
      }
      return turn.turnId;
    },
  };
}

/** The hand-written side, by Temporal's own client. */
export function plainSide({ temporal }: EverycallClient): Side {
  return {
    name: 'plain',
    async turn(task) {
      const workflowId = `plain-${randomUUID()}`;
      const handle = await temporal.workflow.start<typeof plainTurn>('plainTurn', {
        workflowId,
        taskQueue: taskQueueOf('plain'),
        args: [userMessage(task)],
      });
      const output = await handle.result();
      if (output !== 'Done.') throw new TurnWentWrong('plain', output);
      return workflowId;
    },
  };
}
