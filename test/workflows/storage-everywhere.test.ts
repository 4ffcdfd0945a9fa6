/** External storage with all that starts turns: sessions, forks, schedules, sub-agents, and long turns over several runs. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExternalStorage } from '@temporalio/common';
import { z } from 'zod';
import { agentTool, defineAgent, defineTool } from '../../src/index.js';
import { FileStorageDriver } from '../../src/storage.js';
import { call, calls, say } from '../../src/testing.js';
import { agentsBench, named } from '../harness/agents-bench.js';
import { toldIn } from '../harness/echo-tools.js';
import { longBench } from '../harness/long-bench.js';
import { turnBench } from '../harness/turn-bench.js';

let folder: string;
let storage: { worker: { externalStorage: ExternalStorage }; connect: { externalStorage: ExternalStorage } };
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'everycall-storage-'));
  const externalStorage = new ExternalStorage({ drivers: [new FileStorageDriver({ folder })] });
  storage = { worker: { externalStorage }, connect: { externalStorage } };
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const long = (letter: string) => letter.repeat(3_000_000);
const rows = defineTool({
  name: 'rows',
  description: 'Gives all rows.',
  parameters: z.object({ n: z.number() }),
  execute: ({ n }) => `${n}`.repeat(3_000_000),
});
interface Said {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}

test('a session, a fork of its turn, and a schedule take messages and outputs of 3 MB', async () => {
  const bench = await turnBench({
    ...storage,
    tools: [rows],
    model: {
      script: (_request, { number }) => {
        if (number === 1) return call('rows', { n: 7 }, 'a');
        if (number === 3) return call('read_output', { call: '1.0', length: 5 }, 'b');
        return say(`answer ${number}`);
      },
    },
    agent: { limits: { tokens: 1_000_000_000 } },
  });
  try {
    const session = bench.client.session('tester', `s-${randomUUID()}`);
    expect(await (await session.send(long('a'))).result()).toMatchObject({ outcome: 'completed', output: 'answer 2' });
    const second = await session.send(long('b'));
    expect(await second.result()).toMatchObject({ outcome: 'completed', output: 'answer 4', counts: { ok: 1 } });
    expect(toldIn(bench.model, 4).at(-1)!.content).toMatch(/of 3000000.*\n77777$/);
    const { messages } = bench.model.requests[3]!.body as Said;
    const users = messages.filter(({ role }) => role === 'user').map(({ content }) => [content[0], content.length]);
    expect(users).toEqual([
      ['a', 3_000_000],
      ['b', 3_000_000],
    ]);
    expect(await session.transcript()).toHaveLength(8);
    const fork = await second.fork({ step: 1, input: long('c') });
    expect(await fork.result()).toMatchObject({ outcome: 'completed', output: 'answer 5' });
    expect((bench.model.requests[4]!.body as Said).messages.filter(({ role }) => role === 'user')).toHaveLength(3);
    // What is stored in a schedule stands in the server's own record of it, so that its bound is lower.
    const { schedules } = bench.client;
    await expect(schedules.create('tester', long('d'), { every: '1h' })).rejects.toThrow(/at most 500000/);
    const made = await schedules.create('tester', 'd'.repeat(450_000), {
      every: '1h',
      scheduleId: `s-${randomUUID()}`,
    });
    try {
      const turn = await schedules.trigger(made.scheduleId);
      expect(await turn.result()).toMatchObject({ outcome: 'completed', output: 'answer 6' });
    } finally {
      await schedules.delete(made.scheduleId);
    }
  } finally {
    await bench.close();
  }
}, 120_000);

test('what a sub-agent is asked with and answers is stored, too', async () => {
  const reader = defineAgent({ ...named('reader'), tools: [rows], limits: { tokens: 1_000_000_000 } });
  const boss = defineAgent({
    ...named('boss'),
    tools: [agentTool(reader, { description: 'reads' })],
    limits: { tokens: 1_000_000_000 },
  });
  const bench = await agentsBench(
    [boss],
    {
      boss: (told) => (told.length === 0 ? calls({ name: 'reader', arguments: { input: long('q') } }) : say('done')),
      reader: (told) => (told.length === 0 ? call('rows', { n: 3 }) : say(long('r'))),
    },
    undefined,
    storage,
  );
  try {
    const turn = await bench.client.startTurn('boss', 'go', { context: { notes: long('n') } });
    expect(await turn.result()).toMatchObject({ outcome: 'completed', output: 'done', counts: { ok: 1 } });
    const below = await bench.client.turn(`${turn.turnId}/1.0`).view();
    expect(below.result).toMatchObject({ outcome: 'completed', output: long('r') });
    expect(below.input.input[0]).toMatchObject({ content: long('q') });
  } finally {
    await bench.close();
  }
}, 120_000);

test('a long turn takes 3 MB of what it needs along over its runs, whose earlier ones are deleted', async () => {
  const STEPS = 40;
  const bench = await longBench(80, {
    ...storage,
    tools: [rows],
    agent: { limits: { steps: 100, toolCalls: 100, tokens: 1_000_000_000 } },
    model: {
      script: (_request, { conversation: { step } }) => {
        if (step === STEPS - 5) bench.model.hold();
        return step <= STEPS ? call('rows', { n: step % 10 }, `call_${step}`) : say('done');
      },
    },
  });
  try {
    const turn = await bench.client.startTurn('tester', long('i'), { context: { notes: long('n') } });
    await bench.model.requestArrived(STEPS - 4);
    expect(await bench.deleteEarlier(turn.turnId)).toBeGreaterThan(0);
    bench.model.release();
    expect(await turn.result()).toMatchObject({ outcome: 'completed', steps: STEPS + 1, counts: { ok: STEPS } });
    const last = bench.model.requests.at(-1)!.body as Said;
    expect(last.messages.find(({ role }) => role === 'user')!.content).toHaveLength(3_000_000);
  } finally {
    await bench.close();
  }
}, 180_000);
