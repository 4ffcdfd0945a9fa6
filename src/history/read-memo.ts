/** Reads what everycall noted on a turn or a schedule. Rule: only its own notes are decoded, so that others can't hide the turn. */
import type { temporal } from '@temporalio/proto';
import { readForkOrigin, type ForkOrigin } from '../contract/fork-origin.js';
import { AGENT_MEMO, FORK_MEMO, SCHEDULE_MEMO, STARTED_MEMO } from '../contract/names.js';
import type { PayloadReader } from './payload-reader.js';

/** What everycall noted. */
export interface TurnNotes {
  /** '' when nothing is noted, '?' when it is no name or can't be decoded. */
  readonly agent: string;
  /** The turn was forked from another. */
  readonly forkOf?: ForkOrigin;
  /** Id of the schedule that started the turn. */
  readonly schedule?: string;
  /** When its first run began, in ms since the epoch, where it went on in another. */
  readonly startedAt?: number;
}

/** The notes in a memo. */
export async function readNotes(
  memo: temporal.api.common.v1.IMemo | null | undefined,
  reader: PayloadReader,
): Promise<TurnNotes> {
  const read = async (name: string): Promise<unknown> => {
    const payload = memo?.fields?.[name];
    return payload && reader.first({ payloads: [payload] }, 0, 'memo').catch(() => '?');
  };
  const names = [AGENT_MEMO, FORK_MEMO, SCHEDULE_MEMO, STARTED_MEMO];
  const [agent, origin, schedule, startedAt] = await Promise.all(names.map(read));
  const forkOf = readForkOrigin(origin);
  return {
    agent: agentNoted(agent),
    ...(forkOf && { forkOf }),
    ...(typeof schedule === 'string' && { schedule }),
    ...(typeof startedAt === 'number' && { startedAt }),
  };
}

function agentNoted(agent: unknown): string {
  if (agent === undefined || agent === null) return '';
  return typeof agent === 'string' && agent !== '' ? agent : '?';
}
