/**
 * The command line: every command with its options and an example. Rule: a command's code is loaded when it is run, so
 * that `run` and `show` load no worker.
 */
import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { json, limitOption, wholeNumber } from './arguments.js';
import { SERVICES } from '../doctor/service.js';
import type { DevOptions } from './dev.js';
import type { DoctorCommandOptions } from './doctor.js';
import type { ForkCommandOptions } from './fork.js';
import type { ListCommandOptions } from './list.js';
import type { RunOptions } from './run.js';
import { addChatCommand } from './chat-command.js';
import { addScheduleCommands } from './schedule-commands.js';
import { addPeopleCommands } from './people-commands.js';
import { addServerOptions, taskQueueOption, type ServerChoice } from './server-options.js';

type JsonChoice = ServerChoice & { readonly json?: boolean };

const EXIT_CODES = '\nExit codes: 0 completed, 1 failed, 2 bad usage, 3 limit reached, 130 cancelled.';
const PORT = wholeNumber(0, 65_535);

/** The parser. @param done gets the exit code of the command that was run. */
export function buildProgram(done: (code: number) => void): Command {
  const program = new Command('everycall')
    .description('LLM agents on Temporal: every tool call gets exactly one recorded result.')
    .version(packageVersion(), '-V, --version')
    .addHelpText('after', '\nExamples:\n  everycall dev agents.ts\n  everycall run shop "What do I owe?"')
    .exitOverride();

  program
    .command('dev')
    .argument('<agents-file>', 'TypeScript or JavaScript; its default export is an agent or a list of agents')
    .description('start a Temporal server, its UI and a worker of the agents; Ctrl-C stops all of it')
    .option('--db <file>', 'SQLite file in which turns survive a restart', '.everycall/temporal.db')
    .option('--port <number>', 'port of Temporal; 0: a free one', PORT, 7233)
    .option('--ui-port <number>', 'port of Temporal UI; 0: a free one', PORT, 8233)
    .addOption(taskQueueOption())
    .addHelpText('after', '\nExample:\n  everycall dev agents.ts')
    .action(async (file: string, options: DevOptions) => done(await (await import('./dev.js')).dev(file, options)));

  addServerOptions(program.command('worker'))
    .argument('<agents-file>', 'TypeScript or JavaScript; its default export is an agent or a list of agents')
    .description('serve the agents on a Temporal server; SIGTERM and Ctrl-C let running calls end')
    .addOption(taskQueueOption())
    .addHelpText('after', '\nExample:\n  everycall worker agents.ts --address temporal.internal:7233')
    .action(async (file: string, choice: ServerChoice) =>
      done(await (await import('./worker.js')).worker(file, choice)),
    );

  program
    .command('lint')
    .argument('<agents-file>', 'TypeScript or JavaScript; its default export is an agent or a list of agents')
    .description('say what of the agents services refuse, and what keeps their tools from working well')
    .option('--json', 'print one JSON object: the findings, each with its code, reason and fix')
    .addHelpText(
      'after',
      "\nExample:\n  everycall lint agents.ts\n\nExit codes: 0 no errors (warnings may stand), 1 errors, 2 the file can't be read.",
    )
    .action(async (file: string, options: { json?: boolean }) =>
      done(await (await import('./lint.js')).lint(file, options)),
    );

  addServerOptions(program.command('run'))
    .argument('<agent>', 'name of the agent')
    .argument('<text>', 'what the user says; - reads standard input')
    .description('run a turn and print its answer; Ctrl-C cancels it, a second one leaves it running')
    .option('--json', 'print one JSON object with the outcome, the answer and every call')
    .option('--detach', "don't wait: print the turn's id")
    .option('--stream', 'show what the model says as it comes (default: on a terminal, without --json and --detach)')
    .option('--no-stream', 'show it once it is said')
    .option('--turn-id <id>', 'id of the turn; starting again with it attaches to the turn that is there')
    .addOption(new Option('--context <json>', "the caller's JSON for the turn; never a secret").argParser(json))
    .addOption(limitOption('the turn'))
    .addOption(taskQueueOption())
    .addHelpText(
      'after',
      `\nExamples:\n  everycall run shop "What do I owe?"\n  everycall run shop - < question.txt\n` +
        `  everycall run shop "Refund it." --context '{"userId":"u1"}' --limit cost=0.1\n${EXIT_CODES}`,
    )
    .action(async (agent: string, text: string, options: RunOptions) =>
      done(await (await import('./run.js')).run(agent, text, options)),
    );

  addServerOptions(program.command('fork'))
    .argument('<turn>', 'id of the old turn; it stays as it is')
    .argument('[text]', 'what the user says then; - reads standard input')
    .description('run a new turn from a step of an old one, running or ended')
    .requiredOption(
      '--step <number>',
      'the first step that is made anew: what came before it is kept. 1: from the beginning; one more than the steps ' +
        "that `show` lists: after the turn's end",
      wholeNumber(0, 1_000_000),
    )
    .option('--agent <name>', "another agent (default: the old turn's)")
    .option('--json', 'print one JSON object with the outcome, the answer and every call')
    .option('--detach', "don't wait: print the turn's id")
    .option('--stream', 'show what the model says as it comes (default: on a terminal, without --json and --detach)')
    .option('--no-stream', 'show it once it is said')
    .option('--turn-id <id>', 'id of the new turn')
    .addOption(new Option('--context <json>', "the caller's JSON (default: the old turn's)").argParser(json))
    .addOption(limitOption("the new turn (default: the old turn's)"))
    .addHelpText(
      'after',
      `\nExamples:\n  everycall fork order-42 --step 2\n  everycall fork order-42 --step 3 "And in dollars?"\n${EXIT_CODES}`,
    )
    .action(async (turn: string, text: string | undefined, options: ForkCommandOptions) =>
      done(await (await import('./fork.js')).fork(turn, text, options)),
    );

  addChatCommand(program, done);
  addScheduleCommands(program, done);

  addServerOptions(program.command('show'))
    .argument('<turn>', 'id of the turn')
    .description('show a turn, running or ended: model and tool calls in time, outcomes and the answer')
    .option('--json', 'print one JSON object: that of run, the items and the size of the history')
    .addHelpText('after', '\nExample:\n  everycall show order-42')
    .action(async (turn: string, options: JsonChoice) => done(await (await import('./show.js')).show(turn, options)));

  addServerOptions(program.command('list'))
    .description('list the latest turns')
    .option('--limit <number>', 'how many', wholeNumber(1, 1_000), 20)
    .addOption(new Option('--status <status>', 'only these').choices(['running', 'completed', 'cancelled', 'failed']))
    .option('--agent <name>', 'only turns of this agent')
    .option('--schedule <id>', 'only turns that this schedule started')
    .option('--under <id>', "only turns of this session, or of this turn's sub-agents at any depth")
    .option('--json', 'print a JSON array')
    .addHelpText('after', '\nExample:\n  everycall list --status failed --limit 5')
    .action(async (options: ListCommandOptions) => done(await (await import('./list.js')).list(options)));

  addServerOptions(program.command('cancel'))
    .argument('<turn>', 'id of the turn')
    .description('cancel a turn and wait up to 15 s for its end: finished results stay')
    .option('--json', 'print one JSON object: the id and the outcome')
    .addHelpText('after', '\nExample:\n  everycall cancel order-42')
    .action(async (turn: string, options: JsonChoice) =>
      done(await (await import('./cancel.js')).cancel(turn, options)),
    );

  addPeopleCommands(program, done);

  addServerOptions(program.command('doctor'))
    .argument('<file-or-turn>', 'JSON or JSONL of messages, items or requests; else the id of a turn. A file wins')
    .description('say what is wrong with a transcript, which error a service would give, and mend it truthfully')
    .addOption(
      new Option('--for <service>', "whose rules (default: that of a turn's service, or openai)").choices(SERVICES),
    )
    .option('--fix', 'write a mended transcript beside it: NAME.fixed.json (for a turn, into this folder)')
    .option('--out <file>', 'write the mended transcript there; never over a file that exists')
    .option('--json', 'print one JSON object: ok, findings, calls; with --fix the transcript, too')
    .addHelpText(
      'after',
      '\nExamples:\n  everycall doctor chat.json --fix\n  everycall doctor log.jsonl --for mistral\n  everycall doctor order-42\n' +
        "\nExit codes: 0 nothing a service refuses, 1 something it does, 2 the input can't be read.",
    )
    .action(async (name: string, options: DoctorCommandOptions) =>
      done(await (await import('./doctor.js')).doctor(name, options)),
    );
  return program;
}

function packageVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
