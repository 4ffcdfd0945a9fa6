import { call, calls, rateLimited, say, testTurns, type TestTurns } from 'everycall/testing';
import { orders } from './orders.js';

let turns: TestTurns;
beforeAll(async () => {
  turns = await testTurns({ agents: [orders] });
});
afterAll(() => turns.close());

const context = { userId: 'u1' };

test('a refund that fails does not fail the others, and the model is told', async () => {
  const {
    result,
    calls: made,
    requests,
  } = await turns.run<typeof orders>('orders', 'Refund A1 and C3.', {
    context,
    script: [
      calls({ name: 'refund', arguments: { order: 'A1' } }, { name: 'refund', arguments: { order: 'C3' } }),
      say('A1 is paid back; there is no C3.'),
    ],
  });
  expect(result).toMatchObject({ outcome: 'completed', output: 'A1 is paid back; there is no C3.' });
  expect(made.map(({ outcome }) => outcome)).toEqual(['ok', 'error']);
  expect(JSON.stringify(requests[1]?.body)).toContain('There is no order C3.');
});

test('the model decides by what it sees', async () => {
  const { result } = await turns.run<typeof orders>('orders', 'What was A1?', {
    context,
    script: (_request, { conversation: { step, results, instructions } }) =>
      step === 1 ? call('get_order', { order: 'A1' }) : say(`${instructions} ${results[0]?.output}`),
  });
  expect(result).toMatchObject({ output: 'You serve u1. {"order":"A1","total":12}' });
});

test('a service that is busy is asked again', async () => {
  const { result, requests } = await turns.run<typeof orders>('orders', 'Hello?', {
    context,
    script: [say('Here I am.')],
    faults: [{ on: 1, fault: rateLimited({ retryAfterMs: 10 }) }],
  });
  expect(result).toMatchObject({ outcome: 'completed', output: 'Here I am.' });
  expect(requests.map(({ status }) => status)).toEqual([429, 200]);
});
