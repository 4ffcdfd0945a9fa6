/** Which steps of a turn can be forked, and what a fork takes over: never a call without its result. */
import { forkRange, transcriptBefore } from '../../src/client/fork-point.js';
import type { CallView, StepView, TurnStatus, TurnView } from '../../src/client.js';

type ViewedStep = TurnView['steps'][number];

const call = (state: CallView['state']) => ({ state }) as CallView;
const step = (n: number, state: StepView['state'], calls: readonly CallView[] = []) =>
  ({ step: n, state, calls }) as ViewedStep;
const range = (status: TurnStatus, ...steps: ViewedStep[]) => forkRange({ status, steps }).last;

test('a turn can be forked before each model call, and behind a step once each of its calls is done', () => {
  expect(range('running')).toBe(1);
  expect(range('running', step(1, 'running'))).toBe(1);
  expect(range('running', step(1, 'done', [call('done'), call('running')]))).toBe(1);
  expect(range('running', step(1, 'done', [call('done'), call('done')]))).toBe(2);
  expect(range('completed', step(1, 'done', [call('done')]), step(2, 'done'))).toBe(3);
  expect(range('failed', step(1, 'done', [call('done')]), step(2, 'failed'))).toBe(2);
});

test('an answer of a running turn that may still be sent back to the model is no place to go on from', () => {
  expect(range('running', step(1, 'done'))).toBe(1);
  expect(range('completed', step(1, 'done'))).toBe(2);
});

test('a step that is none is refused with those that there are', () => {
  const view = { turnId: 't', status: 'completed', steps: [step(1, 'done')], entries: [] } as unknown as TurnView;
  for (const wrong of [3, -1, 1.5, Number.NaN]) {
    expect(() => transcriptBefore(view, wrong)).toThrow('step must be 1 to 2 for turn "t"');
  }
  const begun = { ...view, status: 'running', steps: [] } as TurnView;
  expect(() => transcriptBefore(begun, 2)).toThrow('step must be 1 for turn "t", which is at step 1 now, not 2');
});
