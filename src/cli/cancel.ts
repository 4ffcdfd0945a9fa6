/** `everycall cancel`: asks a turn to end, and waits a little for its end. */
import type { TurnResult } from '../contract/turn.js';
import { commandName } from './command-name.js';
import { EXIT } from './exit-code.js';
import { flagsOf, withClient, type ServerChoice } from './server-options.js';
import { shellWord } from './shell-word.js';
import { print, printJson, tell } from './terminal.js';
import { outcomeText } from './turn-text.js';

/** A turn records open calls as cancelled 10 s after the request at the latest. */
const WAIT_MS = 15_000;

/** Runs the command. @returns the exit code: 0 when the turn has ended, 1 when it had not after 15 s. */
export async function cancel(turnId: string, options: ServerChoice & { readonly json?: boolean }): Promise<number> {
  return withClient(options, async (client) => {
    const turn = client.turn(turnId);
    await turn.cancel();
    const signal = AbortSignal.timeout(WAIT_MS);
    let result: TurnResult | undefined;
    try {
      result = await turn.result({ signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    if (options.json) printJson({ turnId, outcome: result?.outcome ?? null });
    else if (result) print(outcomeText(result));
    if (result && result.outcome !== 'cancelled') tell(`turn ${turnId} had ended before the request took effect`);
    if (!result) {
      const once = 'once a worker takes the request; in a session, once those before it have ended, too';
      tell(`turn ${turnId} has not ended after ${WAIT_MS / 1000} s; it does so ${once}`);
      tell(`look at it: ${commandName()} show ${shellWord(turnId)}${flagsOf(options)}`);
    }
    return result ? EXIT.ok : EXIT.failed;
  });
}
