/** Checks of side effects: the database's reminders against the calls in history. Pure. */
import type { Evidence } from '../demo/evidence.js';

/** Reminders that are missing, double, mailed twice or wanted by nobody. */
export function judgeEffects({ turns, reminders }: Evidence): string[] {
  const calls = turns.flatMap(({ turnId, entries }) =>
    entries.flatMap(({ item }) =>
      item.type === 'function_call' && item.name === 'send_reminder' ? [placeOf(turnId, String(item.call_id))] : [],
    ),
  );
  const completed = new Set(
    turns.flatMap(({ turnId, activities }) =>
      activities.flatMap(({ id, type, end }) =>
        type === 'send_reminder' && end === 'completed' ? [placeOf(turnId, id.slice(id.indexOf(':') + 1))] : [],
      ),
    ),
  );
  const problems = calls.flatMap((place) => {
    const stored = reminders.filter(({ turnId, callId }) => placeOf(turnId, callId) === place).length;
    if (stored > 1) return [`${place} stored ${stored} reminders`];
    return stored === 0 && completed.has(place) ? [`${place} finished, but stored no reminder`] : [];
  });
  for (const { id, turnId, callId, deliveries } of reminders) {
    const place = placeOf(turnId, callId);
    if (!calls.includes(place)) problems.push(`reminder ${id} belongs to no call`);
    if (deliveries > 1 || (deliveries === 0 && completed.has(place))) {
      problems.push(`reminder ${id} was mailed ${deliveries} times`);
    }
  }
  return problems;
}

function placeOf(turnId: string, callId: string): string {
  return `send_reminder ${callId} of turn ${turnId}`;
}
