/**
 * A turn that a command has started, in the hands of the person at the terminal: followed by its history to the end. Rules:
 * stdout gets the answer (or one JSON object) alone; the first Ctrl-C cancels the turn, the second leaves it.
 */
import type { EverycallClient } from '../client/everycall-client.js';
import type { TurnHandle } from '../client/turn-handle.js';
import type { TurnResult } from '../contract/turn.js';
import { printable } from '../history/printable.js';
import { UsageError } from './command-error.js';
import { commandName } from './command-name.js';
import { EXIT, exitCodeOf } from './exit-code.js';
import { onSignals } from './interrupts.js';
import { LiveLines } from './live-lines.js';
import { LiveText } from './live-text.js';
import { watchForWorker } from './no-worker.js';
import { flagsOf, type ServerChoice } from './server-options.js';
import { shellWord } from './shell-word.js';
import { painter, print, printJson, tell } from './terminal.js';
import { turnJson } from './turn-json.js';
import { answerText, outcomeText, totalsText } from './turn-text.js';

const HEAD_COLUMNS = 400;

/** How a started turn is followed, as parsed. */
export interface FollowOptions extends ServerChoice {
  readonly json?: boolean;
  readonly detach?: boolean;
  /** @default on a terminal, unless the output is JSON or nobody waits for it */
  readonly stream?: boolean;
  /** Ends the following: the turn goes on. */
  readonly leave?: AbortSignal;
}

/** Whether the turn streams: asked for, or somebody reads along. */
export function streams({ stream, json, detach }: FollowOptions, isTerminal: boolean): boolean {
  return stream ?? (isTerminal && !json && !detach);
}

/**
 * Follows a turn and prints its answer; with `detach` prints its id alone.
 * @param agent whose turn it is to be. @default whosever it is
 * @returns the exit code.
 */
export async function followTurn(
  client: EverycallClient,
  turn: TurnHandle<unknown>,
  options: FollowOptions,
  agent?: string,
): Promise<number> {
  const { json, detach } = options;
  if (detach) {
    if (json) printJson({ turnId: turn.turnId });
    else print(turn.turnId);
    return EXIT.ok;
  }
  const screen = streams(options, process.stdout.isTTY) ? new LiveText(painter(textStream(options))) : undefined;
  const result = await follow(client, turn, agent, options, screen);
  if (!result) return EXIT.cancelled;
  if (json) printJson(turnJson(await turn.view()));
  else report(result, screen);
  return exitCodeOf(result.outcome);
}

/** Follows the turn. @returns its result; undefined when it was left running. */
async function follow(
  client: EverycallClient,
  turn: TurnHandle<unknown>,
  agent: string | undefined,
  options: FollowOptions,
  screen: LiveText | undefined,
): Promise<TurnResult<unknown> | undefined> {
  const paint = painter(process.stderr);
  const live = !options.json || process.stderr.isTTY;
  const lines = new LiveLines(paint);
  const left = new AbortController();
  const signal = options.leave ? AbortSignal.any([left.signal, options.leave]) : left.signal;
  const unwatch = watchForWorker(client, turn.turnId, options, (line) => tell(paint('notice', line)));
  const release = onSignals(
    ['SIGINT'],
    () => void cancel(turn),
    () => left.abort(),
  );
  try {
    for await (const event of turn.events({ signal })) {
      if (event.type === 'turn-started') {
        const other = agent !== undefined && event.agent !== agent;
        if (other) throw new UsageError(`turn "${turn.turnId}" is of agent "${event.agent}"`);
        if (live) tell(paint('quiet', printable(`turn ${turn.turnId} of agent ${event.agent}`, HEAD_COLUMNS)));
        continue;
      }
      unwatch();
      if (live && screen) textStream(options).write(screen.of(event));
      // What the model says is on the screen already.
      if (live && !(screen && event.type === 'message')) lines.of(event).forEach(tell);
      if (event.type === 'turn-finished') return event.result;
    }
    throw new Error('the history of the turn ended before the turn did');
  } catch (error) {
    if (!signal.aborted) throw error;
    const look = `${commandName()} show ${shellWord(turn.turnId)}${flagsOf(options)}`;
    tell(`left turn ${turn.turnId} running: ${look}`);
    return undefined;
  } finally {
    unwatch();
    release();
  }
}

async function cancel(turn: TurnHandle<unknown>): Promise<void> {
  tell('cancelling the turn: results that finished are kept (Ctrl-C again leaves it running)');
  await turn.cancel().catch((error: unknown) => {
    tell(`the turn could not be cancelled: ${error instanceof Error ? error.message : String(error)}`);
  });
}

/** Where text is shown as it comes. A pipe gets the answer alone, at its end, since a preview may begin anew. */
function textStream({ json }: FollowOptions): NodeJS.WriteStream {
  return process.stdout.isTTY && !json ? process.stdout : process.stderr;
}

/** Prints how the turn ended; its answer, unless it stands on the same screen. */
function report(result: TurnResult<unknown>, screen: LiveText | undefined): void {
  const paint = painter(process.stderr);
  const shown = process.stdout.isTTY && 'output' in result && screen?.showed(result.output);
  const answer = shown ? undefined : answerText(result);
  tell(paint(result.outcome === 'completed' ? 'good' : 'bad', outcomeText(result)));
  tell(paint('quiet', totalsText(result)));
  if (answer !== undefined) print(answer);
}
