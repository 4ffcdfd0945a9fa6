/**
 * `everycall chat`: a conversation with an agent, a line a message. Rules: whoever comes back to the session finds what was
 * said, and what still runs, whatever became of this terminal; stdout gets the answers alone.
 */
import { randomUUID } from 'node:crypto';
import type { SessionHandle } from '../client/session-handle.js';
import type { TurnHandle } from '../client/turn-handle.js';
import { printable } from '../history/printable.js';
import { pastLines } from './chat-past.js';
import { talk, type TalkOptions } from './chat-talk.js';
import { commandName } from './command-name.js';
import { flagsOf, withClient } from './server-options.js';
import { shellWord } from './shell-word.js';
import { painter, tell } from './terminal.js';

/** Options of the command, as parsed. */
export interface ChatOptions extends TalkOptions {
  /** @default a new one */
  readonly session?: string;
}

const MOST_COLUMNS = 400;

/** Runs the command. @returns the exit code: that of the last turn. */
export function chat(agent: string, options: ChatOptions): Promise<number> {
  const { session: given, ...rest } = options;
  const sessionId = given ?? `chat-${randomUUID().slice(0, 8)}`;
  return withClient(options, async (client) => {
    const session = client.session(agent, sessionId);
    const back = `${commandName()} chat ${agent} --session ${shellWord(sessionId)}${flagsOf(options)}`;
    const paint = painter(process.stderr);
    tell(paint('quiet', printable(`session ${sessionId}; to come back: ${back}`, MOST_COLUMNS)));
    const open = given === undefined ? [] : await past(session);
    return talk({ client, session }, open, rest);
  });
}

/** Shows what was said before. @returns the turns that are not over yet. */
async function past(session: SessionHandle): Promise<TurnHandle[]> {
  try {
    const turns = await session.turns();
    const paint = painter(process.stderr);
    for (const line of pastLines(await session.transcript())) tell(paint('quiet', line));
    const open = turns.filter(({ state }) => state === 'running' || state === 'waiting');
    return open.map(({ turn }) => session.turn(turn));
  } catch (error) {
    const missing = error instanceof Error && error.name === 'SessionNotFoundError';
    // Nothing was said in it yet; or the id is another workflow's.
    if (missing && !('workflowType' in error && error.workflowType)) return [];
    throw error;
  }
}
