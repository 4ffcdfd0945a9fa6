/** From a recorded answer of the model to transcript entries; the workflow, the workers and readers of history do it alike. */
import type { Entry } from '../protocol/entry.js';
import type { CallModelOutput } from './call-model.js';

/** The entries of the answer of a step. */
export function answerEntries(step: number, answer: Pick<CallModelOutput, 'items' | 'from'>): Entry[] {
  return answer.items.map(({ id, item, raw }) => ({ id, step, item, from: answer.from, ...(raw && { raw }) }));
}
