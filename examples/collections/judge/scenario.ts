/** Checks that the fan-out was what the demo says of it, again by database and history alone. Pure. */
import type { Evidence, Verdict } from '../demo/evidence.js';
import { callIdOf, outputsOf } from './history.js';
import { startsByCall } from './starts.js';

/** The verdicts on the turn with the fan-out. */
export function judgeScenario(evidence: Evidence, turnId: string): Verdict[] {
  const turn = evidence.turns.find((each) => each.turnId === turnId);
  if (!turn) return [{ check: 'the fan-out took place', problems: [`there is no turn ${turnId}`] }];
  const calls = turn.entries.filter(({ item }) => item.type === 'function_call').map(({ item }) => item);
  const activities = turn.activities.filter(({ id }) => callIdOf(id) !== undefined);
  const starts = [...startsByCall(evidence.starts.filter((start) => start.turnId === turnId)).values()];
  const outputs = outputsOf([turn]);

  const recovered = starts.some((begun) => begun[0]?.failure && begun.at(-1)?.ended && begun.at(-1)?.failure === null);
  const timedOut = activities.some(({ failureType }) => failureType === 'everycall.timeout');
  const ran = new Set(activities.map(({ id }) => callIdOf(id)));
  const unknown = calls.filter((call) => !ran.has(String(call.call_id)));
  const named = unknown.some((call) => outputs.get(String(call.call_id))?.includes('no tool named'));
  const holds = (check: string, held: boolean): Verdict => ({ check, problems: held ? [] : ['it did not happen'] });
  return [
    holds('the fan-out had at least four calls in one answer', calls.length >= 4),
    holds('one call was turned away by the database at first and worked when tried again', recovered),
    holds('one call timed out, and the model was told so', timedOut),
    holds('one call named a tool that does not exist: it ran nowhere, and the model was told so', named),
  ];
}
