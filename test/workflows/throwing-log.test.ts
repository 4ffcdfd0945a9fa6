/**
 * A log that can't be written, as with a full disk, has nothing run again, since a tool has acted by then and a model been paid,
 * and is not what a call fails with.
 */
import { jest } from '@jest/globals';
import { Runtime } from '@temporalio/worker';
import { defineTool, ToolError } from '../../src/index.js';
import { calls, say } from '../../src/testing.js';
import { turnBench } from '../harness/turn-bench.js';

/** A log whose lines throw; those of other levels are the SDK's, too. */
function throwingLog() {
  const lines: string[] = [];
  const info = jest.spyOn(Runtime.instance().logger, 'info').mockImplementation((line) => {
    lines.push(line);
    throw new Error('no space left on device');
  });
  const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  return {
    lines,
    warnings: () => warned.mock.calls.map(([text]) => text),
    end() {
      info.mockRestore();
      warned.mockRestore();
    },
  };
}

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
  const log = throwingLog();
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
    expect(log.lines).toEqual(told);
    expect(log.warnings()).toEqual(told.map(() => 'a line of the log is lost: no space left on device'));
  } finally {
    log.end();
    await bench.close();
  }
});

test('a call fails with what its tool threw, and what a tool logs fails it not', async () => {
  const refuse = defineTool({
    name: 'refuse',
    description: 'Refuses.',
    parameters: { type: 'object', properties: {} },
    execute: (_args, { log }) => {
      log.info('about to refuse');
      throw new ToolError('not today');
    },
  });
  const bench = await turnBench({
    tools: [refuse],
    model: { script: [calls({ name: 'refuse', arguments: {} }), say('Refused.')] },
  });
  const log = throwingLog();
  try {
    const result = await (await bench.client.startTurn('tester', 'Ask.')).result();
    expect(result).toMatchObject({ outcome: 'completed', output: 'Refused.', counts: { error: 1 } });
    expect(JSON.stringify(bench.model.requests[1])).toContain('not today');
    expect(log.lines).toEqual(expect.arrayContaining(['about to refuse', 'call refuse error']));
  } finally {
    log.end();
    await bench.close();
  }
});
