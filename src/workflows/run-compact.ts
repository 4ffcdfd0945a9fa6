/** Has the older part of a transcript summed up, as an activity. Rule: a failure is no fault of the turn; it goes on without. */
import { proxyActivities } from '@temporalio/workflow';
import { readVainCompaction, type CompactInput, type CompactOutput, type VainCompaction } from '../contract/compact.js';
import { COMPACT, compactActivityId } from '../contract/names.js';
import { detailsOf } from './read-failure.js';
import { modelCallOptions } from './run-model.js';

type CompactActivities = Record<typeof COMPACT, (input: CompactInput) => Promise<CompactOutput>>;

/** The summary, or what was spent in vain; undefined when that is not known. Never rejects. */
export async function runCompact(
  input: CompactInput,
  leftMs: number,
): Promise<CompactOutput | VainCompaction | undefined> {
  if (leftMs <= 0) return undefined;
  const options = {
    ...modelCallOptions(compactActivityId(input.number), leftMs),
    summary: input.keptId === undefined ? `up to step ${input.keptFrom - 1}` : 'the turns before',
  };
  try {
    return await proxyActivities<CompactActivities>(options)[COMPACT](input);
  } catch (error) {
    return readVainCompaction(detailsOf(error)[0]);
  }
}
