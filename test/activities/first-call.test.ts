/** An agent that no worker has: asked for about 12 s, and told in the log once. */
import type { Info } from '@temporalio/activity';
import { agentMissing } from '../../src/activities/first-call.js';
import type { CallModelInput } from '../../src/contract/call-model.js';

const input = { agent: 'shpo', first: {}, step: 1 } as CallModelInput;
const attempt = (n: number, of = input) => agentMissing(of, { attempt: n, taskQueue: 'q' } as Info, new Map());

test('only the first attempt is one that the SDK logs', () => {
  const failures = Array.from({ length: 12 }, (_, i) => attempt(i + 1));
  expect(failures.filter(({ category }) => category !== 'BENIGN')).toEqual([failures[0]]);
  expect(failures.filter(({ nonRetryable }) => nonRetryable)).toEqual([failures[11]]);
});

test('a turn that was handed over waits for its agent as one that has begun does: a deploy may bring it', () => {
  const handedOver = { ...input, step: 3 };
  expect(attempt(100, handedOver).nonRetryable).toBeFalsy();
});
