/** Checks of the fetched histories: each answer's calls, and the results that were recorded for them. Pure. */
import type { TurnEvidence } from '../demo/evidence.js';

/** Calls without exactly one result in its place, and turns that did not end as they should. */
export function judgeHistory(turns: readonly TurnEvidence[]): string[] {
  if (turns.length === 0) return ['there is no history'];
  return turns.flatMap((turn) => {
    const problems = turn.closed === 'completed' ? [] : [`turn ${turn.turnId} is ${turn.closed ?? 'still open'}`];
    for (const step of new Set(turn.entries.map((entry) => entry.step))) {
      const called = callIds(turn, step, 'function_call');
      const answered = callIds(turn, step, 'function_call_output');
      if (called.join() !== answered.join()) {
        const where = `turn ${turn.turnId}, step ${step}`;
        problems.push(`${where}: called [${called.join(', ')}], recorded results of [${answered.join(', ')}]`);
      }
    }
    return [...problems, ...judgeActivities(turn)];
  });
}

/** The recorded outputs by call id. Ids of the demo's model are unique. */
export function outputsOf(turns: readonly TurnEvidence[]): Map<string, string> {
  const outputs = turns.flatMap(({ entries }) =>
    entries.flatMap(({ item }) =>
      item.type === 'function_call_output' ? [[String(item.call_id), String(item.output)] as const] : [],
    ),
  );
  return new Map(outputs);
}

function callIds(turn: TurnEvidence, step: number, type: string): string[] {
  return turn.entries.flatMap((entry) =>
    entry.step === step && entry.item.type === type ? [String(entry.item.call_id)] : [],
  );
}

/** Each activity of a call is closed and stands for a call; no call has two. */
function judgeActivities({ turnId, entries, activities }: TurnEvidence): string[] {
  const calls = new Set(entries.flatMap(({ item }) => (item.type === 'function_call' ? [String(item.call_id)] : [])));
  const seen = new Set<string>();
  return activities.flatMap(({ id, end }) => {
    const callId = callIdOf(id);
    if (callId === undefined) return [];
    const problems = seen.has(id) ? [`turn ${turnId}: activity ${id} was scheduled twice`] : [];
    seen.add(id);
    if (!calls.has(callId)) problems.push(`turn ${turnId}: activity ${id} belongs to no call`);
    if (end === undefined) problems.push(`turn ${turnId}: activity ${id} never ended`);
    return problems;
  });
}

/** The call id in an activity's id; undefined for activities that are no calls. */
export function callIdOf(activityId: string): string | undefined {
  return /^\d+\.\d+:(.*)$/s.exec(activityId)?.[1];
}
