/** A model that asks for the same thing over and over is told so in place of a third run, unless it may. */
import { z } from 'zod';
import { defineTool } from '../../src/index.js';
import { calls, say } from '../../src/testing.js';
import { toldIn } from '../harness/echo-tools.js';
import { turnBench } from '../harness/turn-bench.js';

test('the third identical call in a row of steps is not run; a tool that waits for something is', async () => {
  const runs: string[] = [];
  const waiting = (name: string, repeat?: 'allowed') =>
    defineTool({
      name,
      description: 'Looks whether the job is done.',
      parameters: z.object({ job: z.number() }),
      ...(repeat && { repeat }),
      execute: ({ job }) => {
        runs.push(`${name} ${job}`);
        return 'running';
      },
    });
  const step = (n: number, job = 1) =>
    calls(
      { id: `a${n}`, name: 'look', arguments: { job } },
      { id: `b${n}`, name: 'check_status', arguments: { job: 1 } },
    );
  const bench = await turnBench({
    tools: [waiting('look'), waiting('check_status', 'allowed')],
    agent: { repeatLimit: undefined },
    model: { script: [step(1), step(2), step(3), step(4), step(5, 2), say('still running')] },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 8, skipped: 2 } });
    expect(runs.filter((run) => run === 'look 1')).toHaveLength(2);
    expect(runs.filter((run) => run === 'check_status 1')).toHaveLength(5);
    expect(runs).toContain('look 2');
    const told = toldIn(bench.model, 4).map(({ content }) => content);
    expect(told.slice(-2)).toEqual([expect.stringMatching(/^Skipped: this is step 3 in a row/), 'running']);
    const finished = [];
    for await (const event of turn.events()) if (event.type === 'call-finished') finished.push(event);
    expect(finished.filter(({ outcome }) => outcome === 'skipped').map(({ step: at }) => at)).toEqual([3, 4]);
  } finally {
    await bench.close();
  }
});

test('what a person says meanwhile begins the count anew', async () => {
  let runs = 0;
  let second = () => {};
  let release = () => {};
  const begun = new Promise<void>((resolve) => (second = resolve));
  const told = new Promise<void>((resolve) => (release = resolve));
  const look = defineTool({
    name: 'look',
    description: 'Looks whether the job is done.',
    parameters: z.object({}),
    execute: async () => {
      runs += 1;
      if (runs === 2) {
        second();
        await told;
      }
      return 'running';
    },
  });
  const asks = [1, 2, 3, 4, 5].map((n) => calls({ id: `a${n}`, name: 'look', arguments: {} }));
  const bench = await turnBench({
    tools: [look],
    agent: { repeatLimit: 3 },
    model: { script: [...asks, say('still running')] },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    await begun;
    await turn.steer('Look again, it was started anew.');
    release();
    expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 4, skipped: 1 } });
  } finally {
    await bench.close();
  }
});
