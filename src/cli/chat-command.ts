/** `everycall chat`: the command with its options and examples. Its code is loaded when it is run. */
import { Option, type Command } from 'commander';
import { json } from './arguments.js';
import type { ChatOptions } from './chat.js';
import { addServerOptions, taskQueueOption } from './server-options.js';

/** Adds the command. @param done gets the exit code of the command that was run. */
export function addChatCommand(program: Command, done: (code: number) => void): void {
  addServerOptions(program.command('chat'))
    .argument('<agent>', 'name of the agent')
    .description('talk with an agent, a line a message; Ctrl-C cancels the turn that runs, Ctrl-D leaves')
    .option('--session <id>', 'the conversation to go on with, or to begin under this id (default: a new one)')
    .option('--stream', 'show what the model says as it comes (default: on a terminal)')
    .option('--no-stream', 'show it once it is said')
    .addOption(new Option('--context <json>', "the caller's JSON for each turn; never a secret").argParser(json))
    .addOption(taskQueueOption())
    .addHelpText(
      'after',
      '\nExamples:\n  everycall chat shop\n  everycall chat shop --session ann-7\n  everycall chat shop --session ann-7 < questions.txt\n' +
        '\nExit codes: that of the last turn (0 completed, 1 failed, 3 limit reached, 130 cancelled), 2 bad usage.',
    )
    .action(async (agent: string, options: ChatOptions) =>
      done(await (await import('./chat.js')).chat(agent, options)),
    );
}
