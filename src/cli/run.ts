/**
 * `everycall run`: starts a turn and follows its history to the end. Rules: stdout gets the answer (or one JSON object)
 * alone; the first Ctrl-C cancels the turn, the second leaves it.
 */
import type { EverycallClient } from '../client/everycall-client.js';
import type { TurnHandle } from '../client/turn-handle.js';
import type { TurnResult } from '../contract/turn.js';
import { UsageError } from './command-error.js';
import { commandName } from './command-name.js';
import { EXIT, exitCodeOf } from './exit-code.js';
import { onSignals } from './interrupts.js';
import { LiveLines } from './live-lines.js';
import { LiveText } from './live-text.js';
import { watchForWorker } from './no-worker.js';
import { readText } from './read-text.js';
import { flagsOf, withClient, type ServerChoice } from './server-options.js';
import { painter, print, printJson, tell } from './terminal.js';
import { turnJson } from './turn-json.js';
import { answerText, outcomeText, totalsText } from './turn-text.js';

/** Options of the command, as parsed. */
export interface RunOptions extends ServerChoice {
  readonly json?: boolean;
  readonly detach?: boolean;
  /** @default on a terminal, unless the output is JSON or nobody waits for it */
  readonly stream?: boolean;
  readonly turnId?: string;
  readonly context?: unknown;
}

/** Runs the command. @returns the exit code. */
export async function run(agent: string, argument: string, options: RunOptions): Promise<number> {
  const { turnId, context, json, detach } = options;
  const stream = streams(options, process.stdout.isTTY);
  const input = await readText(argument);
  return withClient(options, async (client) => {
    const turn = await client.startTurn(agent, input, {
      ...(turnId !== undefined && { turnId }),
      ...(context !== undefined && { context }),
      ...(stream && { stream }),
    });
    if (detach) {
      if (json) printJson({ turnId: turn.turnId });
      else print(turn.turnId);
      return EXIT.ok;
    }
    const screen = stream ? new LiveText(painter(textStream(options))) : undefined;
    const result = await follow(client, turn, agent, options, screen);
    if (!result) return EXIT.cancelled;
    if (json) printJson(turnJson(await turn.view()));
    else report(result, screen);
    return exitCodeOf(result.outcome);
  });
}

/** Whether the turn streams: asked for, or somebody reads along. */
export function streams({ stream, json, detach }: RunOptions, isTerminal: boolean): boolean {
  return stream ?? (isTerminal && !json && !detach);
}

/** Follows the turn. @returns its result; undefined when it was left running. */
async function follow(
  client: EverycallClient,
  turn: TurnHandle,
  agent: string,
  options: RunOptions,
  screen: LiveText | undefined,
): Promise<TurnResult<unknown> | undefined> {
  const paint = painter(process.stderr);
  const live = !options.json || process.stderr.isTTY;
  const lines = new LiveLines(paint);
  const left = new AbortController();
  const unwatch = watchForWorker(client, { turnId: turn.turnId, agent }, flagsOf(options), (line) =>
    tell(paint('notice', line)),
  );
  const release = onSignals(
    ['SIGINT'],
    () => void cancel(turn),
    () => left.abort(),
  );
  if (live) tell(paint('quiet', `turn ${turn.turnId} of agent ${agent}`));
  try {
    for await (const event of turn.events({ signal: left.signal })) {
      if (event.type === 'turn-started') {
        if (event.agent !== agent) throw new UsageError(`turn "${turn.turnId}" is of agent "${event.agent}"`);
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
    if (!left.signal.aborted) throw error;
    tell(`left turn ${turn.turnId} running: ${commandName()} show ${turn.turnId}${flagsOf(options)}`);
    return undefined;
  } finally {
    unwatch();
    release();
  }
}

async function cancel(turn: TurnHandle): Promise<void> {
  tell('cancelling the turn: results that finished are kept (Ctrl-C again leaves it running)');
  await turn.cancel().catch((error: unknown) => {
    tell(`the turn could not be cancelled: ${error instanceof Error ? error.message : String(error)}`);
  });
}

/** Where text is shown as it comes. A pipe gets the answer alone, at its end, since a preview may begin anew. */
function textStream({ json }: RunOptions): NodeJS.WriteStream {
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
