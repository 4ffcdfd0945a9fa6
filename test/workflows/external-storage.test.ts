/** With external storage what Temporal refuses just works: inputs, outputs, arguments and pictures over 2 MB, and reading them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExternalStorage } from '@temporalio/common';
import { z } from 'zod';
import { connect } from '../../src/client.js';
import { content, defineTool } from '../../src/index.js';
import { FileStorageDriver } from '../../src/storage.js';
import { calls, say } from '../../src/testing.js';
import { toldIn } from '../harness/echo-tools.js';
import { turnBench, type BenchOptions } from '../harness/turn-bench.js';

let folder: string;
let externalStorage: ExternalStorage;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'everycall-storage-'));
  externalStorage = new ExternalStorage({ drivers: [new FileStorageDriver({ folder })] });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const stored = (options: BenchOptions): BenchOptions => ({
  ...options,
  worker: { externalStorage },
  connect: { externalStorage },
});
const LONG = Array.from({ length: 500_000 }, (_, n) => `row ${n}`).join('\n');

test('an output of 5 MB is cut, kept whole, and read to its end by another worker', async () => {
  const tool = defineTool({
    name: 'rows',
    description: 'Gives all rows.',
    parameters: z.object({}),
    execute: () => LONG,
  });
  const offset = LONG.length - 10;
  const bench = await turnBench(
    stored({
      tools: [tool],
      model: {
        script: [
          calls({ id: 'a', name: 'rows', arguments: {} }),
          calls({ id: 'b', name: 'read_output', arguments: { call: '1.0', offset } }),
          say('read'),
        ],
      },
    }),
  );
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 2 } });
    const [cut, end] = toldIn(bench.model, 3).map((told) => told.content);
    expect(cut).toContain(`pages through all ${LONG.length} …]`);
    expect(end).toBe(
      `[characters ${offset} to ${LONG.length} of ${LONG.length}, from line 500000; the end]\n${LONG.slice(-10)}`,
    );
    const { history, calls: made } = await turn.view();
    expect(history.bytes).toBeLessThan(100_000);
    expect(made[0]!.output).toBe(cut);
    // Whoever lacks the storage is told so.
    const blind = await connect({ address: bench.address, taskQueue: bench.taskQueue });
    await expect(blind.turn(turn.turnId).view()).rejects.toThrow(
      /event \d+ .* can't be decoded: it is in external storage: connect with the same `externalStorage` as the worker/,
    );
    await blind.close();
  } finally {
    await bench.close();
  }
});

test('an input, a context, arguments and a picture over 2 MB reach tools and the model', async () => {
  const text = 'i'.repeat(5_000_000);
  const image_url = `data:image/png;base64,${'A'.repeat(3_000_000)}`;
  let seen: { context: number; args: number } | undefined;
  const tool = defineTool({
    name: 'plot',
    description: 'Draws it.',
    parameters: z.object({ data: z.string() }),
    context: z.object({ notes: z.string() }),
    execute: ({ data }, { context }) => {
      seen = { context: context.notes.length, args: data.length };
      return content([{ type: 'input_image', image_url }]);
    },
  });
  const bench = await turnBench(
    stored({
      tools: [tool as never],
      agent: { context: z.object({ notes: z.string() }), limits: { tokens: 1_000_000_000 } },
      model: {
        script: [calls({ id: 'a', name: 'plot', arguments: { data: 'd'.repeat(3_000_000) } }), say('drawn')],
      },
    }),
  );
  try {
    const turn = await bench.client.startTurn('tester', text, { context: { notes: 'n'.repeat(3_000_000) } });
    expect(await turn.result()).toMatchObject({ outcome: 'completed', output: 'drawn', counts: { ok: 1 } });
    expect(seen).toEqual({ context: 3_000_000, args: 3_000_000 });
    const body = JSON.stringify(bench.model.requests[1]!.body);
    expect(body).toContain(text);
    expect(body).toContain(image_url);
    const view = await turn.view();
    expect(view.input.input[0]).toMatchObject({ content: text });
    expect(view.history.bytes).toBeLessThan(100_000);
  } finally {
    await bench.close();
  }
});

test('without it each is refused in a line, and nothing is lost', async () => {
  const bench = await turnBench({ model: { script: [say('never')] } });
  try {
    await expect(bench.client.startTurn('tester', 'i'.repeat(5_000_000))).rejects.toThrow(
      /are 50000\d\d bytes as JSON; a turn starts with at most 1900000, or 16000000 with external storage/,
    );
  } finally {
    await bench.close();
  }
});
