/** `everycall schedule list|show|pause|resume|trigger|delete`: what is done with schedules that exist. */
import type { ScheduleSummary } from '../client/schedule-view.js';
import { printable } from '../history/printable.js';
import { EXIT } from './exit-code.js';
import { turnTable } from './list.js';
import { plainTable } from './plain-table.js';
import { scheduleJson, scheduleLines, timeText, timingText } from './schedule-text.js';
import { withClient, type ServerChoice } from './server-options.js';
import { painter, print, printJson, tell, type Paint } from './terminal.js';

type JsonChoice = ServerChoice & { readonly json?: boolean };

const MOST_ID = 60;
const MOST_AGENT = 32;
const MOST_TIMING = 50;
const SHOWN_TURNS = 10;

/** Lists the schedules. @returns the exit code. */
export async function listSchedules({ limit, ...options }: JsonChoice & { readonly limit: number }): Promise<number> {
  return withClient(options, async (client) => {
    const schedules = await client.schedules.list({ limit });
    if (options.json) printJson(schedules.map(scheduleJson));
    else if (schedules.length === 0) tell(`no schedules in namespace "${client.namespace}"`);
    else process.stdout.write(`${scheduleTable(schedules, painter(process.stdout))}\n`);
    return EXIT.ok;
  });
}

/** Shows a schedule. @returns the exit code. */
export async function showSchedule(id: string, options: JsonChoice): Promise<number> {
  return withClient(options, async (client) => {
    const schedule = await client.schedules.show(id);
    if (options.json) {
      printJson(scheduleJson(schedule));
      return EXIT.ok;
    }
    const paint = painter(process.stdout);
    const turns = await client.list({ schedule: id, limit: SHOWN_TURNS });
    const table = turns.length === 0 ? [] : ['', turnTable(turns, paint, Date.now())];
    process.stdout.write(`${[...scheduleLines(schedule, paint), ...table].join('\n')}\n`);
    return EXIT.ok;
  });
}

/** Pauses or resumes a schedule. @returns the exit code. */
export async function switchSchedule(
  how: 'pause' | 'resume',
  id: string,
  { note, ...options }: JsonChoice & { readonly note?: string },
): Promise<number> {
  return withClient(options, async ({ schedules }) => {
    await (note === undefined ? schedules[how](id) : schedules[how](id, note));
    if (options.json) printJson(scheduleJson(await schedules.show(id)));
    else print(how === 'pause' ? 'paused' : 'resumed');
    return EXIT.ok;
  });
}

/** Starts a turn now. @returns the exit code. */
export async function triggerSchedule(id: string, options: JsonChoice): Promise<number> {
  return withClient(options, async ({ schedules }) => {
    const { turnId } = await schedules.trigger(id);
    if (options.json) printJson({ turnId });
    else print(turnId);
    return EXIT.ok;
  });
}

/** Ends a schedule. @returns the exit code. */
export async function deleteSchedule(id: string, options: JsonChoice): Promise<number> {
  return withClient(options, async ({ schedules }) => {
    await schedules.delete(id);
    if (options.json) printJson({ scheduleId: id });
    else print('deleted');
    return EXIT.ok;
  });
}

/** A line for each schedule under a head. */
function scheduleTable(schedules: readonly ScheduleSummary[], paint: Paint): string {
  const table = plainTable(['SCHEDULE', 'AGENT', 'WHEN', 'NEXT', 'LAST TURN']);
  for (const schedule of schedules) {
    const { scheduleId, agent, paused, nextAt, recent } = schedule;
    const [next] = nextAt;
    const last = recent.at(-1);
    table.push([
      printable(scheduleId, MOST_ID),
      printable(agent, MOST_AGENT),
      printable(timingText(schedule), MOST_TIMING),
      paused ? paint('notice', 'paused') : next === undefined ? 'never' : timeText(next),
      last ? timeText(last.startedAt) : 'none yet',
    ]);
  }
  return table.toString().replace(/ +$/gm, '');
}
