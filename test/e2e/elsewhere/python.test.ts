/** A tool in another language: the Python worker of the example, on a real server. Skipped, and said so, without Python. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pythonWith } from '../../../examples/stage/python.js';
import { describeNumbers } from '../../../examples/python-tool/agents.js';
import { calls, say } from '../../../src/testing.js';
import { toldIn } from '../../harness/echo-tools.js';
import { turnBench } from '../../harness/turn-bench.js';

const EXAMPLE = new URL('../../../examples/python-tool/', import.meta.url);
const found = await pythonWith(new URL('requirements.txt', EXAMPLE));
const title = 'missing' in found ? `a tool in Python (skipped: ${found.missing})` : 'a tool in Python';

('missing' in found ? test.skip : test)(
  `${title}: defaults, a result, an error that is final, and the key of each call`,
  async () => {
    const bench = await turnBench({
      tools: [describeNumbers],
      model: {
        script: [
          calls(
            { name: 'describe_numbers', arguments: { numbers: [1, 2, 3, 4] } },
            { name: 'describe_numbers', arguments: { numbers: [7] } },
            { name: 'describe_numbers', arguments: { numbers: ['x'] } },
            { name: 'describe_numbers', arguments: { numbers: [1, 2, 3, 4] } },
          ),
          say('done'),
        ],
      },
    });
    const { python } = found as { python: string };
    const worker = spawn(python, [fileURLToPath(new URL('worker.py', EXAMPLE))], {
      env: { ...process.env, TEMPORAL_ADDRESS: bench.address, TEMPORAL_NAMESPACE: 'default' },
      // It prints a trace for each call that fails.
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const ended = once(worker, 'close');
    try {
      let ready = false;
      for await (const line of createInterface({ input: worker.stdout })) if ((ready = /ready/.test(line))) break;
      expect(ready).toBe(true);
      const turn = await bench.client.startTurn('tester', 'go');
      expect(await turn.result()).toMatchObject({
        outcome: 'completed',
        counts: { ok: 2, error: 1, invalid_arguments: 1 },
      });
      const told = toldIn(bench.model, 2).map((message) => message.content);
      const [first, , , last] = told.map((text) => (text.startsWith('{') ? (JSON.parse(text) as object) : {}));
      expect(first).toEqual({ mean: 2.5, stdev: 1.29, key: expect.stringMatching(/^[0-9a-f]{20}$/) });
      expect(last).toEqual({ ...first, key: expect.not.stringMatching((first as { key: string }).key) });
      expect(told[1]).toBe('Error: at least two numbers are needed');
      expect((await turn.view()).calls.map((call) => call.attempts)).toEqual([1, 1, 0, 1]);
    } finally {
      worker.kill('SIGTERM');
      await ended;
      await bench.close();
    }
  },
  300_000,
);
