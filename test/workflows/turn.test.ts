/** A turn end to end on a real server: parallel calls, one failing at first, one unknown, one with bad arguments. */
import { z } from 'zod';
import { defineTool } from '../../src/index.js';
import { calls, say } from '../../src/testing.js';
import { turnBench } from '../harness/turn-bench.js';

test('each call of an answer gets one true result, in order, before the model is asked again', async () => {
  let failures = 0;
  const weather = defineTool({
    name: 'weather',
    description: 'Weather of a city.',
    parameters: z.object({ city: z.string() }),
    retry: { initialInterval: 10 },
    execute: ({ city }, { attempt }) => {
      if (city === 'Rome' && (failures += 1) === 1) throw new Error('the station did not answer');
      return { city, attempt };
    },
  });
  const bench = await turnBench({
    tools: [weather],
    model: {
      script: [
        calls(
          { id: 'call_a', name: 'weather', arguments: { city: 'Paris' } },
          { id: 'call_b', name: 'weather', arguments: { city: 'Rome' } },
          { id: 'call_c', name: 'wether', arguments: { city: 'Oslo' } },
          { id: 'call_d', name: 'weather', arguments: { town: 'Bern' } },
        ),
        say('Sunny.'),
      ],
    },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'How is the weather?');
    const result = await turn.result();
    expect(result).toMatchObject({ outcome: 'completed', output: 'Sunny.', steps: 2 });
    expect(result.counts).toEqual({ ok: 2, unknown_tool: 1, invalid_arguments: 1 });

    const results = bench.model.requests[1]!.body as {
      messages: { role: string; tool_call_id: string; content: string }[];
    };
    const told = results.messages.filter((message) => message.role === 'tool');
    expect(told.map((message) => message.tool_call_id)).toEqual(['call_a', 'call_b', 'call_c', 'call_d']);
    expect(told.map((message) => message.content)).toEqual([
      '{"city":"Paris","attempt":1}',
      '{"city":"Rome","attempt":2}',
      expect.stringContaining('there is no tool named "wether". The tools that exist are: weather.'),
      expect.stringContaining('city'),
    ]);

    const recorded = await turn.calls();
    expect(recorded.map((call) => [call.callId, call.outcome, call.attempts])).toEqual([
      ['call_a', 'ok', 1],
      ['call_b', 'ok', 2],
      ['call_c', 'unknown_tool', 0],
      ['call_d', 'invalid_arguments', 0],
    ]);
  } finally {
    await bench.close();
  }
});
