/** `everycall schedule AGENT TEXT` and `schedule update`: make and change a schedule. Rule: stdout gets its id; what keeps its turns from running is told. */
import type { EverycallClient } from '../client/everycall-client.js';
import { pollersOf } from '../client/pollers.js';
import type { Overlap, ScheduleOptions } from '../client/schedule-options.js';
import type { ScheduleView } from '../client/schedule-view.js';
import type { TurnLimits } from '../client/turn-limits.js';
import { printable } from '../history/printable.js';
import { EXIT } from './exit-code.js';
import { noPollersText, workerFlags } from './no-worker.js';
import { readText } from './read-text.js';
import { scheduleJson, timeText, timingText } from './schedule-text.js';
import { agentsWithout } from './served-agents.js';
import { withClient, type ServerChoice } from './server-options.js';
import { painter, print, printJson, tell } from './terminal.js';

/** Options of the command, as parsed. */
export interface ScheduleCommandOptions extends ServerChoice {
  readonly every?: string;
  readonly cron?: string;
  readonly timezone?: string;
  readonly id?: string;
  readonly overlap?: Overlap;
  readonly catchup?: string;
  readonly paused?: boolean;
  readonly context?: unknown;
  readonly limit?: TurnLimits;
  readonly json?: boolean;
}

const MOST_COLUMNS = 400;

/** Runs the command. @returns the exit code. */
export async function schedule(agent: string, argument: string, options: ScheduleCommandOptions): Promise<number> {
  const input = await readText(argument);
  return withClient(options, async (client) => {
    const made = await client.schedules.create(agent, input, given(options) as ScheduleOptions);
    report(made, await troubles(client, agent, options), options);
    return EXIT.ok;
  });
}

/** Changes some of a schedule. @returns the exit code. */
export async function updateSchedule(
  id: string,
  argument: string | undefined,
  options: ScheduleCommandOptions,
): Promise<number> {
  const input = argument === undefined ? undefined : await readText(argument);
  return withClient(options, async (client) => {
    const changed = await client.schedules.update(id, given({ input, ...options }));
    report(changed, [], options);
    return EXIT.ok;
  });
}

/** Tells a person of the schedule, and a program its id or all of it. */
function report(made: ScheduleView, troubled: readonly string[], { json }: ScheduleCommandOptions): void {
  const paint = painter(process.stderr);
  const [next] = made.nextAt;
  const when = next === undefined ? 'its time never comes' : `next turn at ${timeText(next)}`;
  tell(paint('quiet', printable(`${timingText(made)}; ${made.paused ? 'paused' : when}`, MOST_COLUMNS)));
  for (const line of troubled) tell(paint('notice', line));
  if (json) printJson(scheduleJson(made));
  else print(made.scheduleId);
}

/** What was given; the client judges it. */
function given(options: ScheduleCommandOptions & { readonly input?: string | undefined }): object {
  const { input, id, every, cron, timezone, overlap, catchup, paused, context, limit } = options;
  const all = { input, scheduleId: id, every, cron, timezone, overlap, catchup, paused, context, limits: limit };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Lines for what would keep the turns from running as things are now. */
async function troubles(client: EverycallClient, agent: string, choice: ServerChoice): Promise<string[]> {
  const { taskQueue } = client;
  const workers = await pollersOf(client.temporal, taskQueue);
  if (workers.length === 0) return [noPollersText(taskQueue, workerFlags(choice, taskQueue))];
  const served = agentsWithout(workers, agent);
  if (served === undefined) return [];
  const line = `no worker of task queue "${taskQueue}" has an agent "${agent}"; the agents there are: ${served.join(', ')}`;
  return [printable(line, MOST_COLUMNS)];
}
