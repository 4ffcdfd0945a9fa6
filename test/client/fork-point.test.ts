/** Which steps of a turn can be forked, and what a fork takes over: never a call without its result. */
import { agentAt, forkPoint, forkRange } from '../../src/client/fork-point.js';
import { sentBefore } from '../../src/history/sent-before.js';
import type { CallView, Outcome, StepView, TurnStatus, TurnView } from '../../src/client.js';

type ViewedStep = TurnView['steps'][number];

const transcriptBefore = (view: TurnView, at: number) => sentBefore(view, forkPoint(view, at));
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
  for (const wrong of [3, -1, 1.5, Number.NaN, '2', 2n, null] as number[]) {
    expect(() => transcriptBefore(view, wrong)).toThrow('step must be 1 to 2 for turn "t"');
  }
  const begun = { ...view, status: 'running', steps: [] } as TurnView;
  expect(() => transcriptBefore(begun, 2)).toThrow('step must be 1 for turn "t", which is at step 1 now, not 2');
});

test('of a turn of a conversation all that it went on from is taken over, whatever steps that has', () => {
  const entry = (id: string, at: number) => ({ id, step: at, item: { type: 'message', role: 'user', content: id } });
  const entries = [entry('earlier', 0), entry('then', 7), entry('input', 0), entry('first', 1), entry('second', 2)];
  const steps = [step(1, 'done', [call('done')]), step(2, 'done')];
  const view = { turnId: 't', status: 'completed', steps, entries, before: 2 } as unknown as TurnView;
  expect(transcriptBefore(view, 0).map(({ id }) => id)).toEqual(['earlier', 'then', 'input']);
  expect(transcriptBefore(view, 2).map(({ id }) => id)).toEqual(['earlier', 'then', 'input', 'first']);
});

test('steps of runs that were deleted are gone', () => {
  const steps = [step(8, 'done', [call('done')])];
  const view = { turnId: 't', status: 'running', steps, entries: [], earlier: { steps: 7 } } as unknown as TurnView;
  expect(transcriptBefore(view, 8)).toEqual([]);
  expect(() => transcriptBefore(view, 1)).toThrow(
    'step must be 8 to 9 for turn "t", whose first runs were deleted, not 1',
  );
});

test('a fork goes on by the agent that the turn had been handed to by then', () => {
  const steps = [step(1, 'done'), { ...step(2, 'done'), agent: 'refunds' }];
  const agents = [1, 2, 3].map((at) => agentAt({ agent: 'triage', steps }, at));
  expect(agents).toEqual(['triage', 'refunds', 'refunds']);
  expect(agentAt({ agent: 'triage', steps: [] }, 1)).toBe('triage');
});

test('behind its last step a turn goes on by the agent that this step handed it to', () => {
  const policy = { tools: [{ name: 'to_refunds', handoff: 'refunds' }] } as unknown as NonNullable<TurnView['policy']>;
  const handing = (outcome: Outcome) => {
    const steps = [step(1, 'done', [{ ...call('done'), name: 'to_refunds', outcome }])];
    return [1, 2].map((at) => agentAt({ agent: 'triage', steps, policy }, at));
  };
  expect(handing('ok')).toEqual(['triage', 'refunds']);
  expect(handing('denied')).toEqual(['triage', 'triage']);
});
