/**
 * The talk of `everycall chat`: lines go out as messages, and the turns that work them are followed one after the other.
 * Rules: a line is sent as soon as it is typed, those of a long file as the session has room; whoever wants to leave does so
 * at once, whatever is being waited for.
 */
import { createInterface, type Interface } from 'node:readline';
import type { EverycallClient } from '../client/everycall-client.js';
import type { SessionHandle } from '../client/session-handle.js';
import type { TurnHandle } from '../client/turn-handle.js';
import { EXIT } from './exit-code.js';
import { followTurn, streams, type FollowOptions } from './follow.js';
import { onSignals } from './interrupts.js';
import { noWorkerText, TAKEN_WITHIN_MS, workerFlags } from './no-worker.js';
import { painter, tell } from './terminal.js';

/** How the talk goes on, as parsed. */
export interface TalkOptions extends Omit<FollowOptions, 'json' | 'detach'> {
  readonly context?: unknown;
}

/** Where a conversation is held. */
export interface TalkPlace {
  readonly client: EverycallClient;
  readonly session: SessionHandle;
}

const PROMPT = '> ';
/** Turns that are asked for and not over yet; a session takes 200 messages, and nobody else's are to be refused. */
const MOST_AHEAD = 20;

/** Sends each line, and follows the turns, `open` ones first, until there are no more of both. @returns the last one's exit code. */
export async function talk(place: TalkPlace, open: readonly TurnHandle[], options: TalkOptions): Promise<number> {
  const isTerminal = process.stdin.isTTY && process.stderr.isTTY;
  const input = createInterface({
    input: process.stdin,
    ...(isTerminal && { output: process.stderr }),
    terminal: isTerminal,
  });
  const leaving = new AbortController();
  const lines: string[] = [];
  const turns: Promise<TurnHandle>[] = open.map((turn) => Promise.resolve(turn));
  let wake: () => void = () => undefined;
  let ended = false;
  let following = false;
  const sendMore = () => {
    while (lines.length > 0 && turns.length < MOST_AHEAD) {
      const sent = send(place, lines.shift()!, options, leaving.signal);
      // Told when it is its turn.
      sent.catch(() => undefined);
      turns.push(sent);
    }
    if (ended) return;
    if (lines.length < MOST_AHEAD) input.resume();
    else input.pause();
  };
  input.on('line', (line) => {
    if (line.trim() === '') return following ? undefined : ask(input, isTerminal);
    lines.push(line);
    sendMore();
    wake();
    return undefined;
  });
  input.on('close', () => {
    ended = true;
    // A file has an end, too; a person who sends one leaves.
    if (isTerminal) leaving.abort();
    wake();
  });
  // A terminal in raw mode sends no signal.
  input.on('SIGINT', () => void (following ? process.emit('SIGINT') : input.close()));

  let code: number = EXIT.ok;
  try {
    while (!leaving.signal.aborted) {
      const next = turns.shift();
      sendMore();
      if (!next) {
        if (ended) break;
        ask(input, isTerminal);
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      following = true;
      code = await follow(place.client, next, options, leaving);
      following = false;
    }
    return code;
  } finally {
    input.close();
  }
}

/** Follows a turn once its message was taken. @returns its exit code. */
async function follow(
  client: EverycallClient,
  next: Promise<TurnHandle>,
  options: TalkOptions,
  leaving: AbortController,
): Promise<number> {
  const leave = () => leaving.abort();
  let release = onSignals(['SIGINT'], leave, leave);
  try {
    const turn = await next;
    release();
    // The first one is the turn's.
    release = onSignals(['SIGINT'], () => undefined, leave);
    return await followTurn(client, turn, { ...options, leave: leaving.signal });
  } catch (error) {
    if (!leaving.signal.aborted) throw error;
    tell('left: no worker has taken the last message yet; one may still do so');
    return EXIT.cancelled;
  } finally {
    release();
  }
}

function ask(input: Interface, isTerminal: boolean): void {
  if (!isTerminal) return;
  input.setPrompt(PROMPT);
  input.prompt();
}

/** Sends a line; tells when nobody takes it. */
async function send(
  { client, session }: TalkPlace,
  text: string,
  options: TalkOptions,
  signal: AbortSignal,
): Promise<TurnHandle> {
  const { context } = options;
  const lacking = setTimeout(() => void tellLacking(client, options), TAKEN_WITHIN_MS);
  try {
    return await session.send(text, {
      ...(context !== undefined && { context }),
      ...(streams(options, process.stdout.isTTY) && { stream: true }),
      signal,
    });
  } finally {
    clearTimeout(lacking);
  }
}

async function tellLacking(client: EverycallClient, options: TalkOptions): Promise<void> {
  const { taskQueue } = client;
  const paint = painter(process.stderr);
  try {
    tell(paint('notice', noWorkerText(taskQueue, await client.pollers(), workerFlags(options, taskQueue))));
  } catch {
    // What is wrong with the server, the message itself will tell.
  }
}
