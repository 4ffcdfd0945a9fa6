/** What the scripted service remembers: chains of responses, which items belong together, and no more than its bounds. */
import { IssuedResponses } from '../../src/testing/issued-responses.js';
import { fnCall, fnOutput, thought, user } from './request-parts.js';

test('a chain is told from its beginning, and an item with those beside it', () => {
  const memory = new IssuedResponses();
  const call = fnCall('a', { id: 'fc_1' });
  memory.keep('resp_1', {}, [user()], [thought('rs_1'), call], 10);
  memory.keep('resp_2', { previous_response_id: 'resp_1' }, [fnOutput('a')], [], 10);
  expect(memory.conversation('resp_2')).toEqual([user(), thought('rs_1'), call, fnOutput('a')]);
  expect(memory.item('rs_1')).toEqual({ item: thought('rs_1'), kept: true, following: 'fc_1' });
  expect(memory.item('fc_1')).toEqual({ item: call, kept: true, reasoning: 'rs_1' });
});

test('what was not to be stored can’t be continued, nor can what continues it', () => {
  const memory = new IssuedResponses();
  memory.keep('resp_1', { store: false }, [user()], [fnCall('a', { id: 'fc_1' })], 10);
  memory.keep('resp_2', { previous_response_id: 'resp_1' }, [], [], 10);
  expect([memory.conversation('resp_1'), memory.conversation('resp_2')]).toEqual([undefined, undefined]);
  expect(memory.item('fc_1')).toMatchObject({ kept: false });
});

test.each([
  ['number', { responses: 2, bytes: 1_000 }, 1],
  ['bytes', { responses: 100, bytes: 25 }, 10],
])('the oldest goes first: by %s', (_by, bounds, bytes) => {
  const memory = new IssuedResponses(bounds);
  for (const n of [1, 2, 3]) memory.keep(`resp_${n}`, {}, [user()], [thought(`rs_${n}`)], bytes);
  expect([1, 2, 3].map((n) => memory.conversation(`resp_${n}`) !== undefined)).toEqual([false, true, true]);
  expect([1, 2, 3].map((n) => memory.item(`rs_${n}`) !== undefined)).toEqual([false, true, true]);
});

test('the newest stays, however large it is', () => {
  const memory = new IssuedResponses({ responses: 10, bytes: 25 });
  memory.keep('resp_1', {}, [user()], [], 10);
  memory.keep('resp_2', {}, [user()], [], 1_000);
  expect([memory.conversation('resp_1'), memory.conversation('resp_2')]).toEqual([undefined, [user()]]);
});
