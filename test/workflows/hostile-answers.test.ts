/** Answers that no service should give and some do: the turn goes on, and every call has its one result. */
import { calls, say } from '../../src/testing.js';
import { numbered, numberedCall, toldIn } from '../harness/echo-tools.js';
import { turnBench } from '../harness/turn-bench.js';

test('duplicate, empty, missing, over-long and __proto__ ids are answered one by one', async () => {
  const ran: number[] = [];
  const bench = await turnBench({
    tools: [numbered((n) => ran.push(n))],
    model: {
      script: [
        {
          raw: {
            choices: [
              {
                finish_reason: 'stop',
                message: {
                  role: 'assistant',
                  content: null,
                  tool_calls: ['x', 'x', '', undefined, '__proto__', 'constructor', 'y'.repeat(60)].map((id, n) => ({
                    id,
                    type: 'function',
                    function: { name: 'numbered', arguments: JSON.stringify({ n }) },
                  })),
                },
              },
            ],
          },
        },
        say('done'),
      ],
    },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    const result = await turn.result();
    expect(result).toMatchObject({ outcome: 'completed', counts: { ok: 7 } });
    expect(result.repairs!.map(({ kind }) => kind)).toEqual([
      'id_duplicate',
      'id_empty',
      'id_empty',
      'id_too_long',
      'finish_reason',
    ]);
    expect(ran.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    const ids = toldIn(bench.model, 2).map((message) => message.tool_call_id);
    expect(new Set(ids).size).toBe(7);
    expect([ids[0], ids[4], ids[5]]).toEqual(['x', '__proto__', 'constructor']);
  } finally {
    await bench.close();
  }
});

test('arguments that are no JSON, and calls of kinds that nobody runs, get results in their own form', async () => {
  const bench = await turnBench({
    tools: [numbered((n) => n)],
    model: {
      script: [
        calls(
          { id: 'a', name: 'numbered', arguments: '{"n": 1' },
          { id: 'b', name: 'numbered', arguments: '' },
          { id: 'c', name: 'numbered', arguments: '"{\\"n\\":3}"' },
          { id: 'd', name: 'numbered', arguments: '[1]' },
          { id: 'e', name: 'num bered', arguments: '{"n":5}' },
        ),
        say('done'),
      ],
    },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    expect(await turn.result()).toMatchObject({
      outcome: 'completed',
      counts: { ok: 1, invalid_arguments: 3, unknown_tool: 1 },
    });
    expect((await turn.calls()).map((call) => call.outcome)).toEqual([
      'invalid_arguments',
      'invalid_arguments',
      'ok',
      'invalid_arguments',
      'unknown_tool',
    ]);
  } finally {
    await bench.close();
  }
});

test('an id that the model uses again in a later step is a call of its own', async () => {
  const bench = await turnBench({
    tools: [numbered((n) => `result ${n}`)],
    model: { script: [calls(numberedCall(1, 'same')), calls(numberedCall(2, 'same')), say('done')] },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 2 } });
    expect(toldIn(bench.model, 3).map((message) => message.content)).toEqual(['result 1', 'result 2']);
  } finally {
    await bench.close();
  }
});
