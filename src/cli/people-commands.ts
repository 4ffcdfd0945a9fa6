/** The commands by which people speak to running turns: the inbox and its answers, steering, single calls, and the setup. */
import { Option, type Command } from 'commander';
import type { ApprovalsCommandOptions, DecideOptions } from './approvals.js';
import { json } from './arguments.js';
import { addServerOptions, type ServerChoice } from './server-options.js';
import type { SetupOptions } from './setup.js';
import type { SteerCommandOptions } from './steer.js';

/** Adds the commands. @param done gets the exit code of the command that was run. */
export function addPeopleCommands(program: Command, done: (code: number) => void): void {
  addServerOptions(program.command('approvals'))
    .argument('[turn]', 'id of a turn: what waits in it and in those of its sub-agents (default: all running turns)')
    .description('list the calls that wait for a person')
    .option('--scan', 'look through all running turns, although the search attribute is registered')
    .option('--json', 'print a JSON array')
    .addHelpText('after', '\nExample:\n  everycall approvals')
    .action(async (turn: string | undefined, options: ApprovalsCommandOptions) =>
      done(await (await import('./approvals.js')).approvals(turn, options)),
    );

  addServerOptions(program.command('approve'))
    .argument('<approval>', 'id of the approval, as `everycall approvals` prints it')
    .description('have a call run that waits for a person')
    .addOption(new Option('--args <json>', "run it with these arguments instead of the model's").argParser(json))
    .option('--by <name>', 'who approves, for the record (default: the account of this process)')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  everycall approve order-42:1.0:3f2a9c01b7de --args \'{"amount":20}\'')
    .action(async (approval: string, options: DecideOptions) =>
      done(await (await import('./approvals.js')).approve(approval, options)),
    );

  addServerOptions(program.command('deny'))
    .argument('<approval>', 'id of the approval, as `everycall approvals` prints it')
    .argument('<reason>', 'why: the model reads it')
    .description('have a call not run that waits for a person')
    .option('--by <name>', 'who denies, for the record (default: the account of this process)')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  everycall deny order-42:1.0:3f2a9c01b7de "too much"')
    .action(async (approval: string, reason: string, options: DecideOptions) =>
      done(await (await import('./approvals.js')).deny(approval, reason, options)),
    );

  addServerOptions(program.command('steer'))
    .argument('<turn>', 'id of the turn')
    .argument('<text>', 'what the model is told before its next answer; - reads standard input')
    .description('say something to a running turn: open calls end first')
    .addOption(
      new Option('--cancel-call <call>', 'an open call to cancel, by place (2.0) or id; may be given several times')
        // A list after one flag would swallow the text.
        .argParser((call: string, before?: readonly string[]) => [...(before ?? []), call]),
    )
    .addHelpText('after', '\nExample:\n  everycall steer order-42 "Only the last year."')
    .action(async (turn: string, text: string, options: SteerCommandOptions) =>
      done(await (await import('./steer.js')).steer(turn, text, options)),
    );

  addServerOptions(program.command('cancel-call'))
    .argument('<turn>', 'id of the turn')
    .argument('<call>', 'the open call, by place (2.0: the first of step 2) or id')
    .description('cancel one call of a turn; the others and the turn go on')
    .addHelpText('after', '\nExample:\n  everycall cancel-call order-42 2.0')
    .action(async (turn: string, call: string, options: ServerChoice) =>
      done(await (await import('./steer.js')).cancelCall(turn, call, options)),
    );

  addServerOptions(program.command('setup'))
    .description("register everycall's search attribute in a namespace: `approvals` then asks for waiting turns alone")
    .option('--print', 'only print the commands of the temporal CLI that do it')
    .addHelpText('after', '\nExample:\n  everycall setup --namespace shop')
    .action(async (options: SetupOptions) => done(await (await import('./setup.js')).setup(options)));
}
