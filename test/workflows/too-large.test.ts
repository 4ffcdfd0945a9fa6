/** What is over Temporal's 2 MB, wherever it comes from, without external storage: one clear error, nothing sent or asked twice, and the rest goes on. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { defineAgent, defineTool } from '../../src/index.js';
import { call, calls, say } from '../../src/testing.js';
import { agentsBench, named } from '../harness/agents-bench.js';
import { toldIn } from '../harness/echo-tools.js';
import { turnBench } from '../harness/turn-bench.js';

const LARGE = 'x'.repeat(2_500_000);
const limits = { tokens: 1_000_000_000 };
const TOO_LARGE = /bytes as JSON; a turn starts with at most 1900000, or 16000000 with external storage/;
const echo = defineTool({
  name: 'echo',
  description: 'Echoes the length.',
  parameters: z.object({ text: z.string() }),
  execute: ({ text }) => `${text.length}`,
});
const held = defineTool({
  name: 'held',
  description: 'Waits for a person.',
  parameters: z.object({ text: z.string() }),
  approval: 'always',
  execute: ({ text }) => `${text.length}`,
});

test('inputs, contexts, messages, forks, words and edited arguments of 2.5 MB are refused before they are sent, and the turn goes on', async () => {
  const bench = await turnBench({
    tools: [held],
    agent: { limits },
    model: {
      script: (_request, { conversation: { step, user } }) =>
        step === 1 && user === 'Hold.' ? call('held', { text: 'short' }, 'a') : say('done'),
    },
  });
  const { client } = bench;
  try {
    await expect(client.startTurn('tester', LARGE)).rejects.toThrow(TOO_LARGE);
    await expect(client.startTurn('tester', 'go', { context: { notes: LARGE } })).rejects.toThrow(TOO_LARGE);
    await expect(client.startTurn('tester', [{ role: 'user', content: LARGE }])).rejects.toThrow(TOO_LARGE);
    const session = client.session('tester', `s-${randomUUID()}`);
    await expect(session.send(LARGE)).rejects.toThrow(TOO_LARGE);
    expect(await (await session.send('small')).result()).toMatchObject({ outcome: 'completed' });

    const turn = await client.startTurn('tester', 'Hold.');
    let approvalId = '';
    for await (const event of turn.events()) {
      if (event.type !== 'approval-requested') continue;
      ({ approvalId } = event);
      break;
    }
    await expect(turn.steer(LARGE)).rejects.toThrow(/bytes|characters/);
    await expect(turn.approve(approvalId, { args: { text: LARGE } })).rejects.toThrow(/bytes|characters/);
    await expect(turn.deny(approvalId, LARGE)).rejects.toThrow(/bytes|characters/);
    await turn.approve(approvalId);
    expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 1 } });
    await expect(turn.fork({ step: 1, input: LARGE })).rejects.toThrow(TOO_LARGE);
    expect(bench.model.requests).toHaveLength(3);
  } finally {
    await bench.close();
  }
}, 60_000);

test.each([
  ['an answer', say(LARGE)],
  ['arguments', calls({ id: 'a', name: 'echo', arguments: { text: LARGE } })],
])(
  '%s of 2.5 MB: the turn fails with what it was, the model is asked once, and the transcript is there',
  async (_what, reply) => {
    const bench = await turnBench({
      tools: [echo],
      agent: { limits },
      model: { script: [calls({ id: 'b', name: 'echo', arguments: { text: 'ok' } }), reply, say('never')] },
    });
    try {
      const turn = await bench.client.startTurn('tester', 'go');
      const result = await turn.result();
      expect(result).toMatchObject({
        outcome: 'failed',
        error: {
          code: 'answer_too_large',
          message: expect.stringMatching(
            /an item of the answer of the model has 25\d{5} bytes; at most 1900000/,
          ) as string,
        },
        counts: { ok: 1 },
      });
      expect(bench.model.requests).toHaveLength(2);
      expect(await turn.transcript()).toHaveLength(3);
    } finally {
      await bench.close();
    }
  },
);

test('what fits just works: instructions and schemas of 3 MB, ten calls with arguments of 1 MB each, and an answer in parts of 6 MB', async () => {
  const text = z.string().describe('d'.repeat(3_000_000));
  const described = defineTool({
    name: 'described',
    description: 'Has a long schema.',
    parameters: z.object({ text }),
    execute: ({ text: given }) => `${given.length}`,
  });
  const agent = defineAgent({
    ...named('large'),
    instructions: () => `large${'i'.repeat(3_000_000)}`,
    tools: [echo, described],
    limits,
  });
  const bench = await agentsBench([agent], {
    [`large${'i'.repeat(3_000_000)}`]: (told) =>
      told.length === 0
        ? calls(
            ...Array.from({ length: 10 }, (_, n) => ({ name: 'echo', arguments: { text: `${n}`.repeat(1_000_000) } })),
          )
        : say(told.join(' ')),
  });
  try {
    const turn = await bench.client.startTurn('large', 'go');
    const output = Array.from({ length: 10 }, () => '1000000').join(' ');
    expect(await turn.result()).toMatchObject({ outcome: 'completed', output, counts: { ok: 10 } });
    expect(toldIn(bench.model, 2)).toHaveLength(10);
  } finally {
    await bench.close();
  }
}, 120_000);
