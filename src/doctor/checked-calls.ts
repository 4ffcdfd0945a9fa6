/** The calls of a conversation as they are shown: each with its result, and the results that belong to none. Pure. */
import type { CheckedCall } from './finding.js';
import type { Pairing } from './pair.js';
import type { CallPart, Part, ResultPart } from './part.js';

/** All calls in order, and, where they stand, results of none. */
export function checkedCalls(
  parts: readonly Part[],
  pairing: Pairing,
  running: ReadonlySet<CallPart>,
  earlier: ReadonlySet<ResultPart>,
): CheckedCall[] {
  const { answers, resultOf, outOfPlace, duplicates, strays, unclear, repeated, missing } = pairing;
  const positions = new Map(answers.flatMap(({ calls }) => calls.map((call, place) => [call, place] as const)));
  const vague = new Set(unclear.flatMap(({ calls }) => calls));

  const stateOf = (call: CallPart): CheckedCall['state'] => {
    if (repeated.has(call)) return 'repeated';
    if (vague.has(call)) return 'unclear';
    if (missing.has(call)) return running.has(call) ? 'running' : 'missing';
    const result = resultOf.get(call);
    return result && outOfPlace.has(result) ? 'out_of_place' : 'ok';
  };
  return parts.flatMap((part): CheckedCall[] => {
    if (part.kind === 'other') return [];
    const { callId, at } = part;
    if (part.kind === 'call') {
      const result = resultOf.get(part);
      const position = positions.get(part) ?? 0;
      const found = result && { resultAt: result.at, result: result.text };
      return [{ callId, tool: part.tool, at, position, state: stateOf(part), ...found }];
    }
    const twice = duplicates.get(part);
    const tool = twice?.tool ?? part.tool ?? '';
    const alone = { callId, tool, at, position: -1, resultAt: at, result: part.text };
    if (twice) return [{ ...alone, state: 'duplicate' }];
    if (strays.has(part)) return [{ ...alone, state: 'stray' }];
    return earlier.has(part) ? [{ ...alone, state: 'ok' }] : [];
  });
}
