/** A log that can't be written, as with a full disk, has nothing run again: a tool has acted by then, a model been paid. */
import { jest } from '@jest/globals';
import { Runtime } from '@temporalio/worker';
import { defineTool } from '../../src/index.js';
import { calls, say } from '../../src/testing.js';
import { turnBench } from '../harness/turn-bench.js';

test('each tool runs and each answer is asked for once', async () => {
  let ran = 0;
  const charge = defineTool({
    name: 'charge',
    description: 'Charges.',
    parameters: { type: 'object', properties: {} },
    execute: () => `charged ${(ran += 1)} times`,
  });
  const bench = await turnBench({
    tools: [charge],
    model: { script: [calls({ name: 'charge', arguments: {} }), say('Done.')] },
  });
  const lines: string[] = [];
  const info = jest.spyOn(Runtime.instance().logger, 'info').mockImplementation((line) => {
    lines.push(line);
    throw new Error('no space left on device');
  });
  const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  try {
    const result = await (await bench.client.startTurn('tester', 'Charge me.')).result();
    expect(result).toMatchObject({ outcome: 'completed', output: 'Done.', counts: { ok: 1 } });
    expect(ran).toBe(1);
    expect(bench.model.requests).toHaveLength(2);
    const told = [
      'step 1: recorded 0 results, found 1 calls',
      'call charge ok',
      'step 2: recorded 1 results, found 0 calls',
    ];
    expect(lines).toEqual(told);
    expect(warned.mock.calls.map(([text]) => text)).toEqual(
      told.map(() => 'after a call had ended: no space left on device'),
    );
  } finally {
    info.mockRestore();
    warned.mockRestore();
    await bench.close();
  }
});
