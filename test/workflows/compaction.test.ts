/** A transcript that grows too long gives way to a summary: the model goes on from that, and the record stays whole. */
import type { TurnEvent } from '../../src/client.js';
import { call, say, type ScriptFunction } from '../../src/testing.js';
import { numbered } from '../harness/echo-tools.js';
import { turnBench, type TurnBench } from '../harness/turn-bench.js';

const STEPS = 12;
const compaction = { atTokens: 2_000, keep: 2, instructions: 'Sum up, tester.' };
const limits = { steps: 100 };

interface Message {
  readonly role: string;
  readonly content: string;
  readonly tool_call_id?: string;
}

/** The model that sums up says what it was told last; the other asks for one call a step. */
function script(): ScriptFunction {
  let step = 0;
  return (_request, { conversation: { instructions, user } }) => {
    if (instructions.includes('Sum up')) return say(`SUMMARY of ${user.match(/\[call\]/g)?.length} calls`);
    step += 1;
    return step <= STEPS ? call('numbered', { n: step }, `call_${step}`) : say('Done.');
  };
}

let bench: TurnBench;
afterEach(() => bench.close());

test.each(['chat', 'responses'] as const)(
  'over %s: summed up between steps, visible, and never a hole',
  async (api) => {
    bench = await turnBench({
      tools: [numbered((n) => `${n}${'o'.repeat(1_500)}`)],
      agent: { api, limits, compaction },
      model: { script: script() },
    });
    const turn = await bench.client.startTurn('tester', 'Go on.', { context: { user: 'u' } });
    const events: TurnEvent[] = [];
    for await (const event of turn.events()) events.push(event);
    const result = await turn.result();
    expect(result).toMatchObject({ outcome: 'completed', output: 'Done.', steps: STEPS + 1, counts: { ok: STEPS } });

    const compacted = events.filter((event) => event.type === 'compacted');
    expect(compacted.length).toBeGreaterThan(1);
    for (const { before, after } of compacted) expect(after.tokens).toBeLessThan(before.tokens);

    const view = await turn.view();
    expect(view.compactions).toHaveLength(compacted.length);
    expect(view.compactions![0]).toMatchObject({
      number: 1,
      state: 'done',
      summary: expect.stringMatching(/SUMMARY of \d/),
    });
    // The record is whole; what the model was sent last is not.
    expect(view.entries).toHaveLength(1 + 2 * STEPS + 1);
    expect(await turn.transcript()).toHaveLength(view.entries.length);
    const sent = await turn.transcript({ compacted: true });
    expect(sent.length).toBeLessThan(12);
    expect(sent[0]).toMatchObject({ content: 'Go on.' });
    expect(sent[1]).toMatchObject({ role: 'user', content: expect.stringMatching(/^Summary of all.*SUMMARY of/s) });

    if (api === 'chat') {
      const last = bench.model.requests.at(-1)!.body as { messages: Message[] };
      expect(last.messages.map(({ role }) => role).slice(0, 3)).toEqual(['system', 'user', 'user']);
      expect(last.messages[2]!.content).toContain('SUMMARY of');
    }
  },
  60_000,
);

test('one that fails never fails the turn: it goes on as it was, and the next waits longer', async () => {
  const inner = script();
  bench = await turnBench({
    tools: [numbered((n) => `${n}${'o'.repeat(1_500)}`)],
    agent: { limits, compaction },
    model: {
      script: (request, info) =>
        info.conversation.instructions.includes('Sum up')
          ? { finishReason: 'length', text: 'half of a' }
          : inner(request, info),
    },
  });
  const turn = await bench.client.startTurn('tester', 'Go on.');
  expect(await turn.result()).toMatchObject({ outcome: 'completed', steps: STEPS + 1, counts: { ok: STEPS } });
  const { compactions, sent } = await turn.view();
  expect(sent).toBeUndefined();
  expect(compactions!.every(({ state }) => state === 'failed')).toBe(true);
  expect(compactions![0]!.failure).toMatch(/no summary: it ended with "length"/);
  const waits = compactions!.slice(1).map(({ step }, i) => step - compactions![i]!.step);
  expect(waits).toEqual([2, 4].slice(0, waits.length));
}, 60_000);
