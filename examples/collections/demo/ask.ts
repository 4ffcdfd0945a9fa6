/** Asks the agent something and shows the turn; for the fan-out, kills its worker in the middle. */
import type { TurnHandle } from 'everycall/client';
import type { Child } from '../../stage/child.js';
import type { StartedTurn } from './collect-evidence.js';
import { disturb, killHard, resumeMail, untilOnlyRemindersAreOpen } from './fan-out.js';
import { heading, printTurn, say, since } from '../../stage/print.js';
import { FAN_OUT_QUERY } from './queries.js';
import type { Stage } from './stage.js';

const TURN_MS = 120_000;

/** Works a query to its end. */
export async function ask(stage: Stage, query: string): Promise<StartedTurn> {
  heading(`“${query}”`);
  const began = Date.now();
  const turn = await stage.client.startTurn('collections', query);
  return ended(stage, turn, query, began);
}

/** Asks for the fan-out and kills the worker in the middle of it. */
export async function askAndKill(stage: Stage, worker: Child): Promise<StartedTurn> {
  heading(`“${FAN_OUT_QUERY}”`);
  const began = Date.now();
  await disturb();
  const turn = await stage.client.startTurn('collections', FAN_OUT_QUERY);
  const view = await untilOnlyRemindersAreOpen(turn);
  const open = view.calls.filter(({ name }) => name === 'send_reminder').length;
  await killHard(worker);
  say(`  ${since(began)}: worker ${worker.process.pid} is killed (SIGKILL) while it sends ${open} reminders`);
  const [next] = await Promise.all([stage.startWorker(), resumeMail()]);
  say(`  ${since(began)}: worker ${next.process.pid} takes over\n`);
  return ended(stage, turn, FAN_OUT_QUERY, began);
}

async function ended(stage: Stage, turn: TurnHandle, query: string, began: number): Promise<StartedTurn> {
  const timeout = AbortSignal.timeout(TURN_MS);
  await turn.result({ signal: timeout }).catch((error: unknown) => {
    if (!timeout.aborted) throw error;
    throw new Error(`turn ${turn.turnId} did not end within ${TURN_MS / 1_000} s`, { cause: error });
  });
  printTurn(await turn.view(), stage.uiOf(turn.turnId));
  say(`  Took ${since(began)}.`);
  return { turnId: turn.turnId, query };
}
