/** `everycall list`: the latest turns as a table or as JSON. */
import type { ListedStatus, TurnSummary } from '../client/list-turns.js';
import { printable } from '../history/printable.js';
import { duration } from '../history/waterfall.js';
import { EXIT } from './exit-code.js';
import { plainTable } from './plain-table.js';
import { withClient, type ServerChoice } from './server-options.js';
import { painter, printJson, tell, type Paint, type Tone } from './terminal.js';

/** Options of the command, as parsed. */
export interface ListCommandOptions extends ServerChoice {
  readonly limit: number;
  readonly status?: ListedStatus;
  readonly agent?: string;
  readonly schedule?: string;
  readonly under?: string;
  readonly json?: boolean;
}

const TONES: Readonly<Record<ListedStatus, Tone>> = {
  running: 'notice',
  completed: 'good',
  cancelled: 'quiet',
  failed: 'bad',
};
/** An id that is cut is of no use: one of a sub-agent at some depth is about 80 characters. */
const MOST_ID = 120;
const MOST_AGENT = 32;

/** Runs the command. @returns the exit code. */
export async function list(options: ListCommandOptions): Promise<number> {
  const { limit, status, agent, schedule, under, json } = options;
  return withClient(options, async (client) => {
    const turns = await client.list({
      limit,
      ...(status && { status }),
      ...(agent !== undefined && { agent }),
      ...(schedule !== undefined && { schedule }),
      ...(under !== undefined && { under }),
    });
    if (json) printJson(turns.map(inJson));
    else if (turns.length === 0) tell(`no turns in namespace "${client.namespace}"`);
    else process.stdout.write(`${turnTable(turns, painter(process.stdout), Date.now())}\n`);
    return EXIT.ok;
  });
}

/** A line for each turn under a head. */
export function turnTable(turns: readonly TurnSummary[], paint: Paint, now: number): string {
  const table = plainTable(['TURN', 'AGENT', 'STATUS', 'STARTED', 'TOOK']);
  for (const { turnId, agent, status, startedAt, closedAt } of turns) {
    const started = new Date(startedAt).toISOString().slice(0, 19).replace('T', ' ');
    const took = duration((closedAt ?? now) - startedAt);
    const named = [printable(turnId, MOST_ID), printable(agent, MOST_AGENT)];
    table.push([...named, paint(TONES[status], status), `${started}Z`, took]);
  }
  return table.toString().replace(/ +$/gm, '');
}

function inJson({ startedAt, closedAt, ...turn }: TurnSummary) {
  const time = (at: number) => new Date(at).toISOString();
  return { ...turn, startedAt: time(startedAt), ...(closedAt !== undefined && { closedAt: time(closedAt) }) };
}
