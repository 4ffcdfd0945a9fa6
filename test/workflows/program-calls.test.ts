/** Calls of a program that the model made: the result names the program, also where a worker's cache gives it back. */
import { say, type Reply } from '../../src/testing.js';
import { numbered } from '../harness/echo-tools.js';
import { turnBench } from '../harness/turn-bench.js';

const caller = { type: 'program', caller_id: 'prog_1' };
const called = (id: string, n: number, fields: object = {}) => ({
  type: 'function_call',
  id: `fc_${id}`,
  call_id: `call_${id}`,
  name: 'numbered',
  arguments: JSON.stringify({ n }),
  status: 'completed',
  ...fields,
});

test('a result that comes from the cache of its worker names the program as the recorded one does', async () => {
  const asked: Reply = { items: [called('a', 1, { caller }), called('b', 2)] };
  const bench = await turnBench({
    tools: [numbered((n) => n)],
    agent: { api: 'responses' },
    model: { script: [asked, say('Done.')] },
  });
  try {
    // Too long to go along with the model call: the worker takes the results from its cache.
    const turn = await bench.client.startTurn('tester', 'x'.repeat(10_000));
    expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 2 } });
    const { input } = bench.model.requests[1]!.body as { input: { type: string }[] };
    const results = input.filter(({ type }) => type === 'function_call_output');
    expect(results).toEqual([
      { type: 'function_call_output', call_id: 'call_a', output: '1', caller },
      { type: 'function_call_output', call_id: 'call_b', output: '2' },
    ]);
    expect((await turn.transcript()).filter(({ type }) => type === 'function_call_output')).toEqual(results);
  } finally {
    await bench.close();
  }
});
