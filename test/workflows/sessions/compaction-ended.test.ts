/**
 * Turns of sessions that are to begin with a compaction and end otherwise, on a real server: cancelled in it, or failed since
 * their context was full. However one ends, the next is compacted and valid.
 */
import { randomUUID } from 'node:crypto';
import { call, calls, contextTooLong, say } from '../../../src/testing.js';
import { numbered } from '../../harness/echo-tools.js';
import { gate } from '../../harness/test-gate.js';
import { turnBench } from '../../harness/turn-bench.js';
import { waitTool } from './wait-tool.js';

const compaction = { atTokens: 1_500, keep: 2, instructions: 'Sum up, tester.' };
const long = (text: string, chars: number) => say(`heard ${text} ${'o'.repeat(chars)}`);

interface Said {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}

test('cancelled in its compaction, which is made all the same: the next turn goes on from the summary', async () => {
  const asked = gate();
  const held = gate();
  let summaries = 0;
  const bench = await turnBench({
    tools: [numbered(() => 'result')],
    agent: { compaction },
    model: {
      script: async (_request, { conversation: { instructions, user, step } }) => {
        if (!instructions.includes('Sum up')) {
          if (user === 'with a call' && step === 1) return call('numbered', { n: 1 }, 'call_1');
          return long(user, user.startsWith('large') ? 6_000 : 100);
        }
        summaries += 1;
        if (summaries === 1) return say('SUMMARY 1');
        asked.open();
        await held.opened;
        return say(`SUMMARY ${summaries}`);
      },
    },
  });
  try {
    const session = bench.client.session('tester', `s-${randomUUID()}`);
    for (const text of ['first', 'large one', 'with a call', 'large two']) await (await session.send(text)).result();
    const cancelled = await session.send('never mind');
    await asked.opened;
    await cancelled.cancel();
    held.open();
    expect(await cancelled.result()).toMatchObject({ outcome: 'cancelled' });
    const sent = (await cancelled.transcript({ compacted: true })).map(({ content }) => JSON.stringify(content));
    expect(sent.filter((text) => text.includes('SUMMARY'))).toHaveLength(1);

    const next = await session.send('go on');
    expect(await next.result()).toMatchObject({ outcome: 'completed' });
    const { messages } = bench.model.requests.at(-1)!.body as Said;
    expect(messages.filter(({ content }) => content.includes('SUMMARY'))).toHaveLength(1);
    expect(messages.slice(-2).map(({ content }) => content)).toEqual(['never mind', 'go on']);
  } finally {
    held.open();
    await bench.close();
  }
}, 60_000);

test.each(['failed', 'cancelled'] as const)(
  'a turn that outgrew the bound and %s: the next one begins with the compaction, where its context would be full',
  async (outcome) => {
    const { tool, begun } = waitTool();
    const bench = await turnBench({
      tools: [numbered(() => 'o'.repeat(60_000)), tool],
      agent: { compaction: { ...compaction, atTokens: 5_000 } },
      model: {
        // The third request has the large output.
        ...(outcome === 'failed' && { faults: [{ on: 3, fault: contextTooLong() }] }),
        script: (_request, { conversation: { instructions, user, step } }) => {
          if (instructions.includes('Sum up')) return say('SUMMARY');
          if (user !== 'much' || step > 1) return say(`heard ${user}`);
          const much = { id: 'call_1', name: 'numbered', arguments: { n: 1 } };
          return outcome === 'failed' ? calls(much) : calls(much, { id: 'call_2', name: 'wait', arguments: {} });
        },
      },
    });
    try {
      const session = bench.client.session('tester', `s-${randomUUID()}`);
      await (await session.send('first')).result();
      const full = await session.send('much');
      if (outcome === 'cancelled') {
        await begun;
        await full.cancel();
      }
      expect(await full.result()).toMatchObject({ outcome });
      const next = await session.send('go on');
      expect(await next.result()).toMatchObject({ outcome: 'completed', output: 'heard go on' });
      expect((await next.view()).compactions).toMatchObject([{ step: 0, state: 'done' }]);
      expect(JSON.stringify(bench.model.requests.at(-1)!.body).length).toBeLessThan(10_000);
      expect(await (await session.send('and on')).result()).toMatchObject({ outcome: 'completed' });
    } finally {
      await bench.close();
    }
  },
  60_000,
);
