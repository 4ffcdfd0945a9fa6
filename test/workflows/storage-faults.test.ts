/** External storage that fails: no tool and no model call is made again for it, nothing that was told is lost, and each error says why. */
import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExternalStorage, type Payload, type StorageDriverStoreContext } from '@temporalio/common';
import { z } from 'zod';
import { defineTool } from '../../src/index.js';
import { FileStorageDriver } from '../../src/storage.js';
import { calls, say } from '../../src/testing.js';
import { toldIn } from '../harness/echo-tools.js';
import { turnBench, type BenchOptions, type TurnBench } from '../harness/turn-bench.js';
import { until } from '../harness/until.js';

const LARGE = 'x'.repeat(600_000);

/** A driver that fails so many times. */
class FailingDriver extends FileStorageDriver {
  failures = 0;
  tried = 0;

  override async store(context: StorageDriverStoreContext, payloads: Payload[]) {
    this.tried += 1;
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('the network disk is away');
    }
    return super.store(context, payloads);
  }
}

let folder: string;
let driver: FailingDriver;
let bench: TurnBench | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'everycall-storage-'));
  driver = new FailingDriver({ folder: join(folder, 'payloads') });
});
afterEach(async () => {
  await bench?.close();
  bench = undefined;
  await rm(folder, { recursive: true, force: true });
});

const stored = (options: BenchOptions): BenchOptions => {
  const externalStorage = new ExternalStorage({ drivers: [driver] });
  return { ...options, worker: { externalStorage }, connect: { externalStorage } };
};

test.each([
  ['once', 1_900_000],
  ['idempotent', 2_000],
] as const)(
  'a tool (%s) whose output can not be stored has run once, and its output is cut to what history holds',
  async (effect, maxChars) => {
    let runs = 0;
    const tool = defineTool({
      name: 'rows',
      description: 'Gives all rows.',
      parameters: z.object({}),
      effect,
      timeout: '8s',
      output: { maxChars },
      execute: async () => {
        runs += 1;
        // A file stands in the folder's place: nobody can write there, not even root.
        await writeFile(driver.folder, '');
        return LARGE;
      },
    });
    bench = await turnBench(
      stored({
        tools: [tool],
        model: {
          script: [
            calls({ id: 'a', name: 'rows', arguments: {} }),
            ...(maxChars > 2_000
              ? []
              : [calls({ id: 'b', name: 'read_output', arguments: { call: '1.0', length: 10 } })]),
            say('done'),
          ],
        },
      }),
    );
    const turn = await bench.client.startTurn('tester', 'go');
    expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: maxChars > 2_000 ? 1 : 2 } });
    expect(runs).toBe(1);
    const [cut, page] = toldIn(bench.model, bench.model.requests.length).map(({ content }) => content);
    expect(cut).toMatch(/^x+\n\[… \d+ characters were cut/);
    expect(page ?? cut).toMatch(/x{10}$/);
    expect((await turn.view()).history.bytes).toBeLessThan(600_000);
  },
  60_000,
);

test('a tool that returns although it was cancelled has its whole output stored', async () => {
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const tool = defineTool({
    name: 'rows',
    description: 'Gives all rows.',
    parameters: z.object({}),
    output: { maxChars: 1_900_000 },
    execute: async (_, { signal }) => {
      begin();
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return LARGE;
    },
  });
  bench = await turnBench(
    stored({ tools: [tool], model: { script: [calls({ id: 'a', name: 'rows', arguments: {} })] } }),
  );
  const turn = await bench.client.startTurn('tester', 'go');
  await begun;
  await turn.cancel();
  expect(await turn.result()).toMatchObject({ outcome: 'cancelled', counts: { ok: 1 } });
  expect((await turn.calls())[0]!.output).toBe(LARGE);
}, 60_000);

test('a model is asked once, though its answer can be stored at the fourth attempt alone', async () => {
  bench = await turnBench(
    stored({
      model: {
        script: () => {
          driver.failures = 3;
          return say(LARGE);
        },
      },
    }),
  );
  const turn = await bench.client.startTurn('tester', 'go');
  expect(await turn.result()).toMatchObject({ outcome: 'completed', output: LARGE, steps: 1 });
  expect(bench.model.requests).toHaveLength(1);
  expect(driver.failures).toBe(0);
  expect((await turn.view()).steps[0]!.attempts).toBe(1);
}, 60_000);

test('a turn whose input was deleted goes on once the file is back; whoever reads it meanwhile is told which payload it is', async () => {
  bench = await turnBench(stored({ model: { script: [say('read')] } }));
  await bench.worker!.shutdown();
  const turn = await bench.client.startTurn('tester', LARGE);
  const away = join(folder, 'away');
  await rename(driver.folder, away);
  await bench.startWorker();
  const lost =
    /^event 1 \(workflow input\) of turn "[^"]+" can't be decoded: the payload "[0-9a-f]{64}" can't be read from file storage "everycall-files": there is no such file/;
  await expect(turn.view()).rejects.toThrow(lost);
  await expect(turn.transcript()).rejects.toThrow(lost);
  const { workflow } = bench.client.temporal;
  await until(async () => {
    const { raw } = await workflow.getHandle(turn.turnId).describe();
    return (raw.pendingWorkflowTask?.attempt ?? 0) > 1;
  });
  await rename(away, driver.folder);
  expect(await turn.result()).toMatchObject({ outcome: 'completed', output: 'read' });
  expect(bench.model.requests).toHaveLength(1);
}, 60_000);

test('a turn is not started when its input can not be stored, and the error says why', async () => {
  bench = await turnBench(stored({ model: { script: [say('never')] } }));
  await writeFile(driver.folder, '');
  const start = bench.client.startTurn('tester', LARGE, { turnId: `unstored-${Date.now()}` });
  await expect(start).rejects.toMatchObject({
    message: expect.stringMatching(
      /^file storage can't keep a payload of 600\d{3} bytes in .*payloads: (ENOTDIR|EEXIST): [a-z ]+\. It must be a folder$/,
    ) as string,
  });
  expect(await readdir(folder)).toEqual(['payloads']);
}, 60_000);
