/** Sessions that are compacted, on a real server: the next turn goes on from what was sent last, or begins with the compaction. */
import { randomUUID } from 'node:crypto';
import { RENEW_SIGNAL } from '../../../src/contract/session.js';
import type { TurnHandle } from '../../../src/client.js';
import { call, say, type ScriptFunction } from '../../../src/testing.js';
import { numbered } from '../../harness/echo-tools.js';
import { turnBench, type TurnBench } from '../../harness/turn-bench.js';
import { until } from '../../harness/until.js';

const STEPS = 6;
const compaction = { atTokens: 1_500, keep: 2, instructions: 'Sum up, tester.' };

interface Said {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}

/** The first input takes many steps, the others one; the model that sums up says so. */
function script(): ScriptFunction {
  let step = 0;
  return (_request, { conversation: { instructions, user } }) => {
    if (instructions.includes('Sum up')) return say('SUMMARY');
    step += 1;
    return step <= STEPS
      ? call('numbered', { n: step }, `call_${step}`)
      : say(step === STEPS + 1 ? 'done' : `heard ${user}`);
  };
}

async function runOf(bench: TurnBench, sessionId: string): Promise<string> {
  return (await bench.client.temporal.workflow.getHandle(sessionId).describe()).runId;
}

test('the next turn begins with the summary, also in another run of the session; the record stays whole', async () => {
  const bench = await turnBench({
    tools: [numbered((n) => `${n}${'o'.repeat(1_500)}`)],
    agent: { compaction, limits: { steps: 100 } },
    model: { script: script() },
  });
  try {
    const session = bench.client.session('tester', `s-${randomUUID()}`);
    const long = await session.send('long');
    expect(await long.result()).toMatchObject({ outcome: 'completed', output: 'done' });
    const sent = (await long.transcript({ compacted: true })).length;
    const whole = (await long.transcript()).length;
    expect(whole).toBe(2 + 2 * STEPS);
    expect(sent).toBeLessThan(whole);

    const second = await session.send('second');
    expect(await second.result()).toMatchObject({ outcome: 'completed', output: 'heard second' });
    // What it was sent: the first input, the summary in the place of the older steps, the others, and its own input.
    const { messages } = bench.model.requests.at(-1)!.body as Said;
    expect(messages).toHaveLength(1 + sent + 1);
    expect(messages[1]!.content).toBe('long');
    expect(messages[2]!.content).toContain('SUMMARY');
    expect(messages.at(-1)!.content).toBe('second');
    expect((await second.view()).compactions).toBeUndefined();
    await until(async () => (await session.transcript()).length === whole + 2);

    const runId = await runOf(bench, session.sessionId);
    await bench.client.temporal.workflow.getHandle(session.sessionId).signal(RENEW_SIGNAL);
    await until(async () => (await runOf(bench, session.sessionId)) !== runId);
    expect(await (await session.send('third')).result()).toMatchObject({ output: 'heard third' });
    expect((bench.model.requests.at(-1)!.body as Said).messages).toHaveLength(1 + sent + 3);
    const said = await session.transcript();
    expect(said).toHaveLength(whole + 4);
    expect(JSON.stringify(said)).not.toContain('SUMMARY');
  } finally {
    await bench.close();
  }
}, 90_000);

test('a conversation of many short turns stays small: a turn begins by summing up those before it', async () => {
  const TURNS = 20;
  let summaries = 0;
  const bench = await turnBench({
    agent: { compaction },
    model: {
      script: (_request, { conversation: { instructions, user } }) => {
        if (!instructions.includes('Sum up')) return say(`heard ${user} ${'o'.repeat(1_000)}`);
        summaries += 1;
        // One that comes to nothing: the turn goes on with all of it.
        return summaries === 2 ? say('') : say(`SUMMARY ${summaries}`);
      },
    },
  });
  try {
    const session = bench.client.session('tester', `s-${randomUUID()}`);
    const sizes: number[] = [];
    const first: number[] = [];
    let summed: { readonly handle: TurnHandle; readonly messages: Said['messages'] } | undefined;
    for (let turn = 1; turn <= TURNS; turn += 1) {
      if (turn === TURNS / 2) {
        const runId = await runOf(bench, session.sessionId);
        await bench.client.temporal.workflow.getHandle(session.sessionId).signal(RENEW_SIGNAL);
        await until(async () => (await runOf(bench, session.sessionId)) !== runId);
      }
      const handle = await session.send(`message ${turn}`);
      expect(await handle.result()).toMatchObject({ outcome: 'completed' });
      const { messages } = bench.model.requests.at(-1)!.body as Said;
      expect(messages.at(-1)!.content).toBe(`message ${turn}`);
      // What was said last stays word for word.
      if (turn > 1) expect(messages.at(-2)!.content).toContain(`heard message ${turn - 1} `);
      sizes.push(messages.length);
      const { compactions, entries } = await handle.view();
      if (!compactions) continue;
      first.push(turn);
      expect(compactions).toHaveLength(1);
      expect(compactions[0]).toMatchObject({ step: 0, keptFrom: 1, state: first.length === 2 ? 'failed' : 'done' });
      if (first.length === 2) continue;
      summed = { handle, messages };
      expect(messages[1]!.content).toContain(`SUMMARY ${summaries}`);
      expect(entries.at(-2)!.item).toMatchObject({ content: `message ${turn}` });
    }
    // About 270 tokens an exchange: 1,500 are reached every few turns, and as many as half of them stay.
    expect(first.length).toBeGreaterThan(3);
    expect(Math.max(...sizes)).toBeLessThan(18);
    // A fork from such a turn's beginning sends what the turn sent.
    const fork = await summed!.handle.fork({ step: 1 });
    expect(await fork.result()).toMatchObject({ outcome: 'completed' });
    expect((bench.model.requests.at(-1)!.body as Said).messages).toEqual(summed!.messages);
    await until(async () => (await session.transcript()).length === 2 * TURNS);
    expect(JSON.stringify(await session.transcript())).not.toContain('SUMMARY');
    const texts = (await session.transcript()).map(({ content }) => JSON.stringify(content));
    expect(texts.filter((_, at) => at % 2 === 0)).toEqual(
      Array.from({ length: TURNS }, (_, i) => `"message ${i + 1}"`),
    );
  } finally {
    await bench.close();
  }
}, 90_000);
