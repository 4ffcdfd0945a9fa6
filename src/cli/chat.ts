/**
 * `everycall chat`: a conversation with an agent, a line a message. Rules: a line is sent as soon as it is typed, so that
 * whoever comes back to the session finds it worked, whatever became of this terminal; stdout gets the answers alone.
 */
import { randomUUID } from 'node:crypto';
import { createInterface, type Interface } from 'node:readline';
import type { EverycallClient } from '../client/everycall-client.js';
import type { SessionHandle } from '../client/session-handle.js';
import type { TurnHandle } from '../client/turn-handle.js';
import { printable } from '../history/printable.js';
import { pastLines } from './chat-past.js';
import { commandName } from './command-name.js';
import { EXIT } from './exit-code.js';
import { followTurn, streams, type FollowOptions } from './follow.js';
import { onSignals } from './interrupts.js';
import { noWorkerText, TAKEN_WITHIN_MS, workerFlags } from './no-worker.js';
import { flagsOf, withClient } from './server-options.js';
import { painter, tell } from './terminal.js';

/** Options of the command, as parsed. */
export interface ChatOptions extends Omit<FollowOptions, 'json' | 'detach'> {
  /** @default a new one */
  readonly session?: string;
  readonly context?: unknown;
}

const PROMPT = '> ';
const MOST_COLUMNS = 400;

/** Runs the command. @returns the exit code: that of the last turn. */
export function chat(agent: string, options: ChatOptions): Promise<number> {
  const { session: given, ...follow } = options;
  const sessionId = given ?? `chat-${randomUUID().slice(0, 8)}`;
  return withClient(options, async (client) => {
    const session = client.session(agent, sessionId);
    const back = `${commandName()} chat ${agent} --session ${sessionId}${flagsOf(options)}`;
    const paint = painter(process.stderr);
    tell(paint('quiet', printable(`session ${sessionId}; to come back: ${back}`, MOST_COLUMNS)));
    const open = await past(session, given !== undefined);
    return talk(client, session, open, follow);
  });
}

/** Shows what was said before. @returns the turns that are not over yet. */
async function past(session: SessionHandle, mayExist: boolean): Promise<TurnHandle[]> {
  if (!mayExist) return [];
  try {
    const turns = await session.turns();
    const paint = painter(process.stderr);
    for (const line of pastLines(await session.transcript())) tell(paint('quiet', line));
    const open = turns.filter(({ state }) => state === 'running' || state === 'waiting');
    return open.map(({ turn }) => session.turn(turn));
  } catch (error) {
    // Nothing was said in it yet.
    if (
      error instanceof Error &&
      error.name === 'SessionNotFoundError' &&
      !('workflowType' in error && error.workflowType)
    )
      return [];
    throw error;
  }
}

/** Sends each line, and follows the turns one after the other, until there are no more of both. */
async function talk(
  client: EverycallClient,
  session: SessionHandle,
  open: readonly TurnHandle[],
  options: ChatOptions,
): Promise<number> {
  const isTerminal = process.stdin.isTTY && process.stderr.isTTY;
  const input = createInterface({
    input: process.stdin,
    ...(isTerminal && { output: process.stderr }),
    terminal: isTerminal,
  });
  const turns: Promise<TurnHandle>[] = open.map((turn) => Promise.resolve(turn));
  let wake: () => void = () => undefined;
  let ended = false;
  let following = false;
  input.on('line', (line) => {
    if (line.trim() === '') return following ? undefined : ask(input, isTerminal);
    const sent = send(client, session, line, options);
    // Told when it is its turn.
    sent.catch(() => undefined);
    turns.push(sent);
    wake();
    return undefined;
  });
  input.on('close', () => {
    ended = true;
    wake();
  });
  // A terminal in raw mode sends no signal.
  input.on('SIGINT', () => void (following ? process.emit('SIGINT') : input.close()));

  let code: number = EXIT.ok;
  let left = false;
  try {
    for (;;) {
      const next = turns.shift();
      if (!next) {
        if (ended) return code;
        ask(input, isTerminal);
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      following = true;
      const release = onSignals(
        ['SIGINT'],
        () => undefined,
        () => (left = true),
      );
      try {
        code = await followTurn(client, await next, options);
      } finally {
        release();
        following = false;
      }
      if (left) return code;
    }
  } finally {
    input.close();
  }
}

function ask(input: Interface, isTerminal: boolean): void {
  if (!isTerminal) return;
  input.setPrompt(PROMPT);
  input.prompt();
}

/** Sends a line; tells when nobody takes it. */
async function send(
  client: EverycallClient,
  session: SessionHandle,
  text: string,
  options: ChatOptions,
): Promise<TurnHandle> {
  const { context } = options;
  const lacking = setTimeout(() => {
    client
      .pollers()
      .then((pollers) =>
        tell(
          painter(process.stderr)(
            'notice',
            noWorkerText(client.taskQueue, pollers, workerFlags(options, client.taskQueue)),
          ),
        ),
      )
      .catch(() => undefined);
  }, TAKEN_WITHIN_MS);
  try {
    return await session.send(text, {
      ...(context !== undefined && { context }),
      ...(streams(options, process.stdout.isTTY) && { stream: true }),
    });
  } finally {
    clearTimeout(lacking);
  }
}
