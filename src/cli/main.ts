/** Runs one command: parses, calls, and exits by the command's code once all output has left. */
import { CommanderError } from 'commander';
import { EXIT } from './exit-code.js';
import { failureOf } from './fail.js';
import { buildProgram } from './program.js';
import { flushed, painter, tell, watchOutput } from './terminal.js';

/** Runs the command line and ends the process: an agents file may keep pools and timers open. */
export async function main(argv: readonly string[]): Promise<never> {
  const outputLost = watchOutput();
  const code = await runCommand(argv);
  await flushed();
  process.exit(outputLost() ? EXIT.failed : code);
}

async function runCommand(argv: readonly string[]): Promise<number> {
  let code: number = EXIT.ok;
  const program = buildProgram((result) => {
    code = result;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    // Commander has printed its own line, or the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const failure = failureOf(error);
    tell(painter(process.stderr)('bad', failure.line));
    return failure.code;
  }
}
