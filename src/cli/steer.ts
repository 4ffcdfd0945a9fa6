/** `everycall steer` and `cancel-call`: what a person says to a turn that runs. */
import type { CallName } from '../contract/people.js';
import { EXIT } from './exit-code.js';
import { readText } from './read-text.js';
import { withClient, type ServerChoice } from './server-options.js';
import { answered } from './slow-answer.js';
import { print } from './terminal.js';

/** Options of `steer`, as parsed. */
export interface SteerCommandOptions extends ServerChoice {
  readonly cancelCall?: readonly string[];
}

/** Says something to the model before its next answer. @returns the exit code. */
export async function steer(turnId: string, text: string, options: SteerCommandOptions): Promise<number> {
  const said = await readText(text);
  const cancelCalls = (options.cancelCall ?? []).map(callName);
  return withClient(options, async (client) => {
    await answered(turnId, client.turn(turnId).steer(said, { cancelCalls }));
    print('said: it goes to the model before its next answer');
    return EXIT.ok;
  });
}

/** Cancels one call. @returns the exit code. */
export async function cancelCall(turnId: string, call: string, options: ServerChoice): Promise<number> {
  return withClient(options, async (client) => {
    await answered(turnId, client.turn(turnId).cancelCall(callName(call)));
    print('cancelled');
    return EXIT.ok;
  });
}

/** A call by its place, `2.0`, as `show` prints it, or by its id. */
function callName(text: string): CallName {
  const [, step, position] = /^(\d+)\.(\d+)$/.exec(text) ?? [];
  return position === undefined ? text : { step: Number(step), position: Number(position) };
}
