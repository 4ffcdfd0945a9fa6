/** Fetches what the judge is given: histories from Temporal, rows from the database. */
import type { EverycallClient } from 'everycall/client';
import { query } from '../database/connection.js';
import type { Evidence, Reminder, ToolStart, TurnEvidence } from './evidence.js';
import { readActivities, readClose } from './read-activities.js';

/** A turn that the demo started. */
export interface StartedTurn {
  readonly turnId: string;
  readonly query: string;
}

/** The histories of these turns and the database's rows. */
export async function collectEvidence(
  client: EverycallClient,
  turns: readonly StartedTurn[],
): Promise<Pick<Evidence, 'turns' | 'starts' | 'reminders'>> {
  return {
    turns: await Promise.all(turns.map((turn) => readHistory(client, turn))),
    starts: await query<ToolStart>(`
      select turn_id as "turnId", call_id as "callId", tool, idempotency_key as key, attempt, worker_pid as pid,
        ended_at is not null as ended, failure
      from tool_starts order by id`),
    reminders: await query<Reminder>(`
      select r.id, r.idempotency_key as key, r.turn_id as "turnId", r.call_id as "callId", c.name as customer,
        count(d.id)::int as deliveries
      from reminders r join customers c on c.id = r.customer_id left join deliveries d on d.reminder_id = r.id
      group by r.id, c.name order by r.id`),
  };
}

async function readHistory(client: EverycallClient, { turnId, query: asked }: StartedTurn): Promise<TurnEvidence> {
  const { events } = await client.temporal.workflow.getHandle(turnId).fetchHistory();
  const { entries } = await client.turn(turnId).view();
  const closed = readClose(events ?? []);
  return { turnId, query: asked, entries, activities: readActivities(events ?? []), ...(closed && { closed }) };
}
