/** A long output is cut with a mark that names its call, and the model pages the whole by `read_output`; no request holds it. */
import { z } from 'zod';
import { defineTool } from '../../src/index.js';
import { calls, say } from '../../src/testing.js';
import { toldIn } from '../harness/echo-tools.js';
import { turnBench, type BenchOptions } from '../harness/turn-bench.js';

const LINES = Array.from({ length: 15_000 }, (_, n) => `line ${n + 1} of the report`);
const REPORT = LINES.join('\n');

const report = (more: object = {}) =>
  defineTool({
    name: 'report',
    description: 'Writes a report.',
    parameters: z.object({}),
    output: { maxChars: 2_000 },
    execute: () => REPORT,
    ...more,
  });
const read = (id: string, args: Record<string, unknown>) => ({ id, name: 'read_output', arguments: args });
const toolsIn = (body: unknown) =>
  ((body as { tools?: { function: { name: string } }[] }).tools ?? []).map((t) => t.function.name);

/** Runs a turn of these answers; gives what the model was told in the last request, and the turn. */
async function turnOf(options: BenchOptions) {
  const bench = await turnBench(options);
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    const result = await turn.result();
    const told = toldIn(bench.model, bench.model.requests.length).map(({ content }) => content);
    const offered = bench.model.requests.map(({ body }) => toolsIn(body));
    const largest = Math.max(...bench.model.requests.map(({ body }) => JSON.stringify(body).length));
    return { result, told, offered, largest, view: await turn.view(), transcript: await turn.transcript() };
  } finally {
    await bench.close();
  }
}

test.each([{ local: false }, { local: true, effect: 'read' as const, deadline: '5s' }])(
  'a cut output is read by offset and by line (%j)',
  async (how) => {
    const { result, told, offered, largest, transcript, view } = await turnOf({
      tools: [report(how)],
      model: {
        script: [
          calls({ id: 'a', name: 'report', arguments: {} }),
          calls(
            read('b', { call: '1.0', offset: 100, length: 50 }),
            read('c', { call: '1.0', line: 10_000, lines: 2 }),
          ),
          calls(read('d', { call: '1.7' }), read('e', { call: '2.0' }), read('f', { call: 'x' })),
          say('read'),
        ],
      },
    });
    expect(result).toMatchObject({ outcome: 'completed', counts: { ok: 3, error: 2, invalid_arguments: 1 } });
    const [cut, byOffset, byLine, none, asTold] = told;
    expect(cut).toMatch(/\[… \d+ characters were cut: read_output \{"call":"1\.0"\} pages through all \d+ …\]/);
    expect(cut!.length).toBeLessThanOrEqual(2_000);
    expect(byOffset).toBe(
      `[characters 100 to 150 of ${REPORT.length}, from line 5; go on with {"offset":150}]\n${REPORT.slice(100, 150)}`,
    );
    expect(byLine!.split('\n').slice(1)).toEqual([LINES[9_999], LINES[10_000], '']);
    expect(none).toMatch(/no call 1\.7 has returned in this turn/);
    expect(asTold).toMatch(/nothing was cut off the output of call 2\.0/);
    // Offered once something was cut, and the whole enters neither a request nor the transcript.
    expect(offered).toEqual([['report'], ...Array.from({ length: 3 }, () => ['report', 'read_output'])]);
    expect(largest).toBeLessThan(20_000);
    expect(JSON.stringify(transcript).length).toBeLessThan(10_000);
    expect(JSON.stringify(view.entries)).not.toContain('line 9000 of');
  },
);

test('an agent that has no such tool is offered none, and keeps nothing', async () => {
  const { told, offered, view } = await turnOf({
    tools: [report()],
    agent: { readOutput: false },
    model: { script: [calls({ id: 'a', name: 'report', arguments: {} }), say('done')] },
  });
  expect(told[0]).toMatch(/\[… \d+ characters were cut …\]/);
  expect(offered).toEqual([['report'], ['report']]);
  expect(view.history.bytes).toBeLessThan(20_000);
});

test('what is beyond the room for it is said to be lost', async () => {
  const { told } = await turnOf({
    tools: [report({ execute: () => 'x'.repeat(5_000_000) })],
    model: {
      script: [
        calls({ id: 'a', name: 'report', arguments: {} }),
        calls(read('b', { call: '1.0', offset: 470_000 })),
        say('done'),
      ],
    },
  });
  expect(told[0]).toMatch(/read_output \{"call":"1\.0"\} pages through the first \d+, the last 4\d{6} are lost/);
  expect(told[1]).toMatch(/; the end; 4\d{6} more characters were lost\]/);
});
