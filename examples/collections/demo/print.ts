/** What the demo prints beside its turns: the stage, the side effects and the verdicts. */
import { say } from '../../stage/print.js';
import type { Child } from '../../stage/child.js';
import type { Evidence, Verdict } from './evidence.js';
import type { Stage } from './stage.js';

const SHOWN_PROBLEMS = 10;

/** What runs where. */
export function printStage({ server, model }: Stage, worker: Child, folder: string): void {
  say(`  Temporal     ${server.address}, UI at ${server.uiUrl}`);
  say(`  PostgreSQL   in a process of its own, with 12 made-up customers`);
  if (model) {
    say(`  Model        SCRIPTED, since OPENAI_API_KEY is not set: a local server plays the model over real HTTP`);
  } else say(`  Model        a real one, since OPENAI_API_KEY is set; no worker is killed then`);
  say(`  Worker       process ${worker.process.pid}`);
  say(`  Logs         ${folder}`);
}

/** What became of each reminder, by the database. */
export function printEffects({ reminders, starts }: Evidence): void {
  for (const { customer, turnId, callId, deliveries } of reminders) {
    const ofCall = (row: { turnId: string; callId: string }) => row.turnId === turnId && row.callId === callId;
    const [begun, stored] = [starts.filter(ofCall).length, reminders.filter(ofCall).length];
    say(`  Reminder to ${customer}: tool begun ${begun}×, row stored ${stored}×, mailed ${deliveries}×`);
  }
  say("\n  By the model server's log, the database and the fetched histories, never by what a turn says of itself:");
}

/** The judge's verdicts; true when all hold. */
export function printVerdicts(verdicts: readonly Verdict[]): boolean {
  for (const { check, problems } of verdicts) {
    say(`  ${problems.length === 0 ? '✓' : '✗'} ${check}`);
    for (const problem of problems.slice(0, SHOWN_PROBLEMS)) say(`      ${problem}`);
    if (problems.length > SHOWN_PROBLEMS) say(`      and ${problems.length - SHOWN_PROBLEMS} more`);
  }
  return verdicts.every(({ problems }) => problems.length === 0);
}
