/** Tools that return pictures: both APIs show them to the model as they can, also where the transcript had to be asked for. */
import { z } from 'zod';
import { content, defineTool } from '../../src/index.js';
import { calls, say, type ScriptFunction } from '../../src/testing.js';
import { turnBench } from '../harness/turn-bench.js';

const PIXELS = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
const text = { type: 'input_text', text: 'Sales by month.' } as const;
const image = { type: 'input_image', image_url: `data:image/png;base64,${PIXELS}`, detail: 'low' } as const;
const shared = { description: 'Draws.', parameters: z.object({}) };
const tools = [
  defineTool({ ...shared, name: 'plot', effect: 'once', execute: () => content([text, image]) }),
  defineTool({ ...shared, name: 'local_plot', effect: 'read', local: true, execute: () => content([text]) }),
  defineTool({
    ...shared,
    name: 'heavy_plot',
    execute: () => content([{ ...image, image_url: image.image_url.repeat(20_000) }]),
  }),
  defineTool({ ...shared, name: 'note', execute: () => 'noted' }),
];
const asks = calls(...tools.map(({ name }) => ({ id: name, name, arguments: {} })));
const told = 'Sales by month.\n(Pictures or files of this result follow after the results: 1.)';
const tooLarge = expect.stringMatching(/^Error: .*output is too large/);

test.each([
  [
    'chat',
    [
      { role: 'tool', tool_call_id: 'plot', content: told },
      { role: 'tool', tool_call_id: 'local_plot', content: 'Sales by month.' },
      { role: 'tool', tool_call_id: 'heavy_plot', content: tooLarge },
      { role: 'tool', tool_call_id: 'note', content: 'noted' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'From the result of call plot:' },
          { type: 'image_url', image_url: { url: image.image_url, detail: 'low' } },
        ],
      },
    ],
  ],
  [
    'responses',
    [
      { type: 'function_call_output', call_id: 'plot', output: [text, image] },
      { type: 'function_call_output', call_id: 'local_plot', output: [text] },
      { type: 'function_call_output', call_id: 'heavy_plot', output: tooLarge },
      { type: 'function_call_output', call_id: 'note', output: 'noted' },
    ],
  ],
] as const)('on %s', async (api, shown) => {
  let tell: () => void = () => undefined;
  const second = new Promise<void>((resolve) => (tell = resolve));
  const script: ScriptFunction = (_request, { number }) => {
    if (number === 1) return asks;
    if (number > 2) return say('Seen.');
    tell();
    return new Promise<never>(() => undefined);
  };
  const bench = await turnBench({ tools, agent: { api }, model: { script } });
  try {
    // Long enough that the transcript does not go along with the model calls.
    const turn = await bench.client.startTurn('tester', `Draw. ${'Carefully. '.repeat(400)}`);
    await second;
    // The worker that made the results ends, so that another one has to ask the turn for them.
    await bench.worker!.shutdown();
    await bench.startWorker();
    expect(await turn.result()).toMatchObject({ outcome: 'completed', output: 'Seen.', counts: { ok: 3, error: 1 } });
    expect(bench.worker!.fetched.queries).toBeGreaterThan(0);

    for (const { body } of bench.model.requests.slice(1)) {
      const { messages, input } = body as { messages?: unknown[]; input?: unknown[] };
      expect((messages ?? input)!.slice(-shown.length)).toEqual(shown);
    }
    const [plot, , heavy] = await turn.calls();
    expect(plot).toMatchObject({ outcome: 'ok', output: 'Sales by month.\n[image]' });
    expect(heavy).toMatchObject({ outcome: 'error', attempts: 1 });
    expect(await turn.transcript()).toContainEqual({
      type: 'function_call_output',
      call_id: 'plot',
      output: [text, image],
    });

    const history = await bench.client.temporal.workflow.getHandle(turn.turnId).fetchHistory();
    const payloads = [...JSON.stringify(history).matchAll(/"data":"([^"]+)"/g)].map((found) => found[1]!);
    expect(payloads.filter((data) => Buffer.from(data, 'base64').includes(PIXELS))).toHaveLength(1);
  } finally {
    await bench.close();
  }
});
