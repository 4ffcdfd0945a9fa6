/** Half characters: Temporal's core shuts a worker down that sends one, so none may reach a string of its protocol. */
import { z } from 'zod';
import { defineTool, ToolError } from '../../src/index.js';
import { calls, say } from '../../src/testing.js';
import { turnBench } from '../harness/turn-bench.js';

const HALF = '\ud83d';

/** Throws an error whose message is cut in the middle of a character, and whose name is half of one. */
const broken = defineTool({
  name: 'broken',
  description: 'Fails.',
  parameters: z.object({}),
  execute: () => {
    throw Object.assign(new ToolError(`${'x'.repeat(998)}\u{1f600} ${HALF}`, { retryable: false }), { name: HALF });
  },
});

test('half characters in ids, names, errors and what the service says leave the worker alive', async () => {
  const bench = await turnBench({
    tools: [broken],
    model: {
      script: [
        calls(
          { id: `a${HALF}`, name: 'broken', arguments: '{}' },
          { id: 'b', name: `x${HALF}`, arguments: '{}' },
          { id: 'c', name: 'broken', arguments: `{"n":"${HALF}` },
        ),
        say(`done ${HALF}`),
      ],
      faults: [{ on: 3, fault: { status: 400, body: { error: { message: `no ${HALF}`, code: `c${HALF}` } } } }],
    },
    refusals: true,
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    expect(await turn.result()).toMatchObject({
      outcome: 'completed',
      counts: { error: 1, unknown_tool: 1, invalid_arguments: 1 },
    });
    const next = await bench.client.startTurn('tester', 'go');
    expect((await next.result()).outcome).toBe('failed');
  } finally {
    await bench.close();
  }
});
