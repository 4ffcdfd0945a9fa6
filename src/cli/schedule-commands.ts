/** `everycall schedule …`: the commands of schedules with their options and examples. A command's code is loaded when it is run. */
import { Option, type Command } from 'commander';
import { OVERLAPS } from '../client/schedule-options.js';
import { json, limitOption, wholeNumber } from './arguments.js';
import type { ScheduleCommandOptions } from './schedule.js';
import { addServerOptions, taskQueueOption, type ServerChoice } from './server-options.js';

type JsonChoice = ServerChoice & { readonly json?: boolean };

const OVERLAP =
  'when a turn is due while the one before runs: leave it out, start it after that, cancel that one first, or start it beside it';
const MAKE = `
Examples:
  everycall schedule shop "Remind everybody who owes money." --every 24h
  everycall schedule shop "Report." --cron "0 9 * * 1-5" --timezone Europe/Paris --id report`;
const EXAMPLES = `${MAKE}
  everycall schedule list
  everycall schedule trigger report`;
const example = (line: string) => `\nExample:\n  everycall schedule ${line}`;

/** Adds the commands. @param done gets the exit code of the command that was run. */
export function addScheduleCommands(program: Command, done: (code: number) => void): void {
  const schedule = program
    .command('schedule')
    .description('have the server start turns at certain times')
    .usage('AGENT TEXT --every 1h | --cron "0 9 * * 1-5" [options]\n       everycall schedule COMMAND [options]')
    .addHelpText('after', `${EXAMPLES}\n\nOptions of a new schedule: everycall schedule create --help`);

  settings(addServerOptions(schedule.command('create', { isDefault: true })), { overlap: 'skip', catchup: '10m' })
    .argument('<agent>', 'name of the agent')
    .argument('<text>', 'what the user says each time; - reads standard input')
    .description('make a schedule; `create` may be left out')
    .option('--id <id>', "id of the schedule (default: the agent's name and 8 random digits)")
    .option('--paused', 'begin paused')
    .addOption(taskQueueOption())
    .addHelpText('after', `${MAKE}\n  everycall schedule shop "Tidy up." --every 1h --limit steps=5 --limit cost=0.1`)
    .action(async (agent: string, text: string, options: ScheduleCommandOptions) =>
      done(await (await import('./schedule.js')).schedule(agent, text, options)),
    );

  settings(addServerOptions(schedule.command('update')))
    .argument('<schedule>', 'id of the schedule')
    .argument('[text]', 'what the user says each time; - reads standard input')
    .description('change some of a schedule; what is not given stays')
    .addHelpText('after', example('update report --cron "0 8 * * 1-5"'))
    .action(async (id: string, text: string | undefined, options: ScheduleCommandOptions) =>
      done(await (await import('./schedule.js')).updateSchedule(id, text, options)),
    );

  addServerOptions(schedule.command('list'))
    .description('list the schedules')
    .option('--limit <number>', 'how many', wholeNumber(1, 1_000), 100)
    .option('--json', 'print a JSON array')
    .addHelpText('after', example('list --limit 10'))
    .action(async (options: JsonChoice & { readonly limit: number }) =>
      done(await (await import('./schedules.js')).listSchedules(options)),
    );

  addServerOptions(schedule.command('show'))
    .argument('<schedule>', 'id of the schedule')
    .description('show a schedule: its times, what its turns are started with, and the latest of them')
    .option('--json', 'print one JSON object')
    .addHelpText('after', example('show report'))
    .action(async (id: string, options: JsonChoice) =>
      done(await (await import('./schedules.js')).showSchedule(id, options)),
    );

  for (const [name, description, line] of [
    ['pause', 'start no more turns until `resume`; those that run go on', 'pause report --note "holidays"'],
    ['resume', 'start turns again', 'resume report'],
  ] as const) {
    addServerOptions(schedule.command(name))
      .argument('<schedule>', 'id of the schedule')
      .description(description)
      .option('--note <text>', 'why, for `list` and Temporal UI')
      .option('--json', 'print one JSON object: the schedule')
      .addHelpText('after', example(line))
      .action(async (id: string, options: JsonChoice & { readonly note?: string }) =>
        done(await (await import('./schedules.js')).switchSchedule(name, id, options)),
      );
  }

  addServerOptions(schedule.command('trigger'))
    .argument('<schedule>', 'id of the schedule')
    .description("start a turn now, paused or not, and print the turn's id")
    .option('--json', 'print one JSON object')
    .addHelpText('after', example('trigger report'))
    .action(async (id: string, options: JsonChoice) =>
      done(await (await import('./schedules.js')).triggerSchedule(id, options)),
    );

  addServerOptions(schedule.command('delete'))
    .argument('<schedule>', 'id of the schedule')
    .description('end a schedule; its turns go on')
    .option('--json', 'print one JSON object: the id')
    .addHelpText('after', example('delete report'))
    .action(async (id: string, options: JsonChoice) =>
      done(await (await import('./schedules.js')).deleteSchedule(id, options)),
    );
}

/** The options of a schedule that can be changed, too. */
function settings(command: Command, defaults: { readonly overlap?: string; readonly catchup?: string } = {}): Command {
  return command
    .option('--every <duration>', 'again and again, e.g. 30m or 24h; the first turn comes one interval from now')
    .option('--cron <expression>', 'minute, hour, day, month and weekday, e.g. "0 9 * * 1-5"; or @hourly, @daily, …')
    .option('--timezone <name>', 'time zone of --cron, e.g. Europe/Paris (default: UTC)')
    .addOption(new Option('--overlap <policy>', OVERLAP).choices([...OVERLAPS.keys()]).default(defaults.overlap))
    .option('--catchup <duration>', 'how late a turn may start when the server was away', defaults.catchup)
    .addOption(new Option('--context <json>', "the caller's JSON for each turn; never a secret").argParser(json))
    .addOption(limitOption('each turn'))
    .option('--json', 'print one JSON object: the schedule');
}
