/**
 * Results of calls that have no id, or share one. Pure. Rule: a name that only one of the calls has tells, and so does
 * being the only one left; anything else is unclear and is said to be. A result that stands apart from its answer is not
 * given to a call of another name.
 */
import type { Answer } from './answers.js';
import type { CallPart, Part, ResultPart } from './part.js';

/** Calls of one answer and results of which it isn't known which belongs to which. */
export interface Unclear {
  readonly calls: readonly CallPart[];
  readonly results: readonly ResultPart[];
}

/** What is known when the calls of one answer are looked at. */
export interface VagueContext {
  readonly vague: ReadonlySet<Part>;
  readonly missing: ReadonlySet<CallPart>;
  readonly strays: ReadonlySet<ResultPart>;
  readonly repeated: ReadonlySet<CallPart>;
}

interface Found {
  readonly matched: [CallPart, ResultPart][];
  readonly duplicates: [ResultPart, CallPart][];
  readonly unclear: Unclear[];
  readonly missing: CallPart[];
  readonly strays: ResultPart[];
}

/** Matches what of one answer has no id of its own. */
export function matchVague({ calls, run, late }: Answer, context: VagueContext): Found {
  const { vague, missing, strays, repeated } = context;
  const found: Found = { matched: [], duplicates: [], unclear: [], missing: [], strays: [] };
  const own = calls.filter((call) => vague.has(call) && !repeated.has(call));
  for (const id of new Set(own.map((call) => call.callId).filter((each) => each !== ''))) {
    // Those that stand elsewhere found no other call of that id.
    const results = [...run, ...[...strays].filter((each) => !run.includes(each))].filter(
      ({ callId }) => callId === id,
    );
    settle(
      own.filter((call) => call.callId === id),
      results,
      found,
    );
  }
  const without = new Set(found.missing);
  const nameless = own.filter((call) => call.callId === '');
  const open = calls.filter((call) => missing.has(call) || without.has(call));
  const candidates = [...nameless, ...open];
  // Where only calls lost their ids, results that have theirs may be meant, too.
  const isLoose = (result: ResultPart) => result.callId === '' || (open.length === 0 && strays.has(result));
  const near = run.filter(isLoose);
  const names = new Set(candidates.map(({ tool }) => tool));
  const far = late.filter((result) => isLoose(result) && (result.tool === undefined || names.has(result.tool)));
  const results = near.length < candidates.length ? [...near, ...far] : near;
  if (results.length > 0) settle(candidates, results, found);
  else found.missing.push(...nameless);
  return found;
}

function settle(calls: CallPart[], results: ResultPart[], found: Found): void {
  const open = new Set(calls);
  const loose = new Set(results);
  for (const result of results) {
    const named = [...open].filter((call) => call.tool === result.tool);
    const rivals = [...loose].filter((other) => other.tool === result.tool);
    if (result.tool === undefined || named.length !== 1 || rivals.length !== 1) continue;
    found.matched.push([named[0]!, result]);
    open.delete(named[0]!);
    loose.delete(result);
  }
  const [only] = open;
  const [first, ...others] = loose;
  if (!first) found.missing.push(...open);
  else if (!only) found.strays.push(...loose);
  else if (open.size === 1) {
    found.matched.push([only, first]);
    for (const other of others) found.duplicates.push([other, only]);
  } else found.unclear.push({ calls: [...open], results: [...loose] });
}
