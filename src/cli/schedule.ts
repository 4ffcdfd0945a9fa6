/** `everycall schedule AGENT TEXT`: makes a schedule. Rule: stdout gets its id; what keeps its turns from running is told. */
import type { EverycallClient } from '../client/everycall-client.js';
import { pollersOf } from '../client/pollers.js';
import type { Overlap, ScheduleOptions } from '../client/schedule-options.js';
import type { TurnLimits } from '../client/turn-limits.js';
import type { Duration } from '../definition/duration.js';
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
    const made = await client.schedules.create(agent, input, createOptions(options));
    const paint = painter(process.stderr);
    const [next] = made.nextAt;
    const first = made.paused
      ? 'paused'
      : next === undefined
        ? 'its time never comes'
        : `first turn at ${timeText(next)}`;
    tell(paint('quiet', printable(`${timingText(made)}; ${first}`, MOST_COLUMNS)));
    for (const line of await troubles(client, agent, options)) tell(paint('notice', line));
    if (options.json) printJson(scheduleJson(made));
    else print(made.scheduleId);
    return EXIT.ok;
  });
}

/** What was given; the client judges it. */
function createOptions({ id, limit, ...options }: ScheduleCommandOptions): ScheduleOptions {
  const { every, cron, timezone, overlap, catchup, paused, context } = options;
  const given = { scheduleId: id, every, cron, timezone, overlap, catchup, paused, context, limits: limit };
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return known as { every: Duration };
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
