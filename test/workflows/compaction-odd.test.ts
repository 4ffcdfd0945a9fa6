/** Compactions under odd conditions: useless answers, a cancel in the middle, agents below and after, runs that are gone. Each request stays valid. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { agentTool, defineAgent, defineTool, handoff } from '../../src/index.js';
import { call, calls, say, type Reply } from '../../src/testing.js';
import { agentsBench, named } from '../harness/agents-bench.js';
import { numbered } from '../harness/echo-tools.js';
import { longBench } from '../harness/long-bench.js';
import { turnBench } from '../harness/turn-bench.js';

const STEPS = 10;
const limits = { steps: 200, toolCalls: 200, tokens: 1_000_000_000 };
const compaction = { atTokens: 2_000, keep: 2, instructions: 'Sum up, tester.' };
const rows = numbered((n) => `${n}${'o'.repeat(1_500)}`);
const isSum = (instructions: string) => instructions.includes('Sum up');

test.each<[string, Reply, RegExp]>([
  ['answers nothing', say(''), /gave no summary: it answered without a text/],
  ['answers blanks', say(' \n '), /gave no summary: it answered without a text/],
  ['says more than there was', say('and so on '.repeat(20_000)), /longer than what it stands for/],
  ['is stopped by a filter', { ...say('half'), finishReason: 'content_filter' }, /ended with "content_filter"/],
  ['calls a tool', calls({ id: 'x', name: 'numbered', arguments: { n: 1 } }), /gave no summary/],
])(
  'a model that %s sums nothing up: the turn goes on as it was, and what it cost counts',
  async (_what, reply, why) => {
    let step = 0;
    const bench = await turnBench({
      tools: [rows],
      agent: { limits, compaction },
      model: {
        script: (_request, { conversation: { instructions } }) => {
          if (isSum(instructions)) return reply;
          step += 1;
          return step <= STEPS ? call('numbered', { n: step }, `call_${step}`) : say('Done.');
        },
      },
    });
    try {
      const turn = await bench.client.startTurn('tester', 'Go on.');
      const result = await turn.result();
      expect(result).toMatchObject({ outcome: 'completed', steps: STEPS + 1, counts: { ok: STEPS } });
      const { compactions = [], sent, steps } = await turn.view();
      expect(sent).toBeUndefined();
      expect(compactions.length).toBeGreaterThan(1);
      for (const { state, failure } of compactions)
        expect([state, failure]).toEqual(['failed', expect.stringMatching(why)]);
      const spent = [...compactions, ...steps].reduce((sum, { usage }) => sum + usage!.totalTokens, 0);
      expect(result.usage.totalTokens).toBe(spent);
    } finally {
      await bench.close();
    }
  },
  60_000,
);

test('a cancel during a compaction ends the turn at once, with a result for each call', async () => {
  let asked: () => void = () => undefined;
  const summing = new Promise<void>((resolve) => (asked = resolve));
  let step = 0;
  const bench = await turnBench({
    tools: [rows],
    agent: { limits, compaction },
    model: {
      script: (_request, { conversation: { instructions } }) => {
        if (!isSum(instructions)) return call('numbered', { n: (step += 1) }, `call_${step}`);
        asked();
        return new Promise<never>(() => undefined);
      },
    },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'Go on.');
    await summing;
    await turn.cancel();
    expect(await turn.result()).toMatchObject({ outcome: 'cancelled', counts: { ok: step } });
    const { compactions, calls: made } = await turn.view();
    expect(compactions).toMatchObject([{ state: 'failed' }]);
    expect(made.every(({ outcome }) => outcome === 'ok')).toBe(true);
  } finally {
    await bench.close();
  }
}, 60_000);

test('agents below compact for themselves, and so does the one that a turn is handed to', async () => {
  const fetch = defineTool({
    name: 'fetch',
    description: 'Fetches.',
    parameters: z.object({ n: z.number() }),
    execute: ({ n }) => `${n}${'o'.repeat(1_500)}`,
  });
  const own = (name: string) => ({ ...compaction, instructions: `sums ${name}` });
  const worker = defineAgent({ ...named('worker'), tools: [fetch], limits, compaction: own('worker') });
  const closer = defineAgent({ ...named('closer'), tools: [fetch], limits, compaction: own('closer') });
  const boss = defineAgent({
    ...named('boss'),
    limits,
    compaction: own('boss'),
    tools: [agentTool(worker, { description: 'works' }), handoff(closer)],
  });
  const turns = new Map<string, number>();
  const nth = (name: string) => {
    turns.set(name, (turns.get(name) ?? 0) + 1);
    return turns.get(name)!;
  };
  const summing = (name: string) => () => say(`summary by ${name} ${nth(`sums ${name}`)}`);
  const bench = await agentsBench([boss], {
    boss: () => {
      const n = nth('boss');
      if (n > 6) return calls({ name: 'transfer_to_closer', arguments: {} });
      return calls(
        ...[0, 1].map((i) => ({ name: 'worker', arguments: { input: `${n}.${i} ${'please '.repeat(200)}` } })),
      );
    },
    worker: (told) =>
      told.length % 7 < 6 && nth('worker') % 7 !== 0 ? call('fetch', { n: nth('fetch') }) : say('w'.repeat(900)),
    closer: () => (nth('closer') <= 6 ? call('fetch', { n: nth('fetch') }) : say('closed')),
    'sums worker': summing('worker'),
    'sums closer': summing('closer'),
    'sums boss': summing('boss'),
  });
  try {
    const turn = await bench.client.startTurn('boss', 'go', { limits });
    const result = await turn.result();
    expect(result).toMatchObject({ outcome: 'completed', output: 'closed', agent: 'closer' });
    const view = await turn.view();
    const by = new Set(view.compactions!.flatMap(({ summary }) => /summary by (\w+)/.exec(summary ?? '')?.[1] ?? []));
    expect([...by].sort()).toEqual(['boss', 'closer']);
    const below = await Promise.all(
      view.calls.flatMap(({ turnId }) => (turnId ? [bench.client.turn(turnId).view()] : [])),
    );
    expect(below).toHaveLength(12);
    expect(below.every(({ status }) => status === 'completed')).toBe(true);
    const spent = [view, ...below].flatMap(({ steps, compactions = [] }) => [...steps, ...compactions]);
    expect(result.usage.totalTokens).toBe(spent.reduce((sum, { usage }) => sum + (usage?.totalTokens ?? 0), 0));
  } finally {
    await bench.close();
  }
}, 120_000);

test('a session goes on from a compacted turn of several runs whose first ones are deleted', async () => {
  const MANY = 40;
  let step = 0;
  const bench = await longBench(80, {
    tools: [rows],
    agent: { limits, compaction },
    model: {
      script: (_request, { conversation: { instructions, user } }) => {
        if (isSum(instructions)) return say('SUMMARY');
        if (/^(first|third)/.test(user.split('\n').at(-1)!)) return say('fine');
        step += 1;
        if (step === MANY - 2) bench.model.hold();
        return step <= MANY ? call('numbered', { n: step }, `call_${step}`) : say('Done.');
      },
    },
  });
  try {
    const session = bench.client.session('tester', `s-${randomUUID()}`);
    await (await session.send('first')).result();
    const second = await session.send('second');
    await bench.model.requestArrived(1 + MANY);
    expect(await bench.deleteEarlier(second.turnId)).toBeGreaterThan(0);
    bench.model.release();
    expect(await second.result()).toMatchObject({ outcome: 'completed', steps: MANY + 1 });
    expect((await second.view()).input.input).toEqual([expect.objectContaining({ content: 'second' })]);
    const third = await session.send('third');
    expect(await third.result()).toMatchObject({ outcome: 'completed', output: 'fine' });
    const { messages } = bench.model.requests.at(-1)!.body as { messages: { role: string; content: string }[] };
    const users = messages.flatMap(({ role, content }) => (role === 'user' ? [content.split('\n').at(-1)] : []));
    expect(users).toEqual(expect.arrayContaining(['second', 'SUMMARY', 'third']));
    expect(messages.at(-1)).toMatchObject({ role: 'user', content: 'third' });
    expect(messages.at(-2)).toMatchObject({ role: 'assistant', content: 'Done.' });
  } finally {
    await bench.close();
  }
}, 120_000);

test('a compacted transcript that is too large to go along is taken over, by its head, from the run that compacted it', async () => {
  const MANY = 36;
  let step = 0;
  let sums = 0;
  const bench = await longBench(40, {
    tools: [numbered((n) => `${n % 10}`.repeat(300_000))],
    agent: { limits, compaction: { atTokens: 450_000, keep: 4, instructions: 'Sum up, tester.' } },
    model: {
      script: (_request, { conversation: { instructions } }) => {
        if (isSum(instructions)) return say(`SUMMARY ${(sums += 1)}`);
        step += 1;
        return step <= MANY ? call('numbered', { n: step }, `call_${step}`) : say('Done.');
      },
    },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'Go on.');
    expect(await turn.result()).toMatchObject({ outcome: 'completed', steps: MANY + 1, counts: { ok: MANY } });
    expect((await bench.runsOf(turn.turnId)).length).toBeGreaterThan(2);
    expect(sums).toBeGreaterThan(2);
    const view = await turn.view();
    expect(view.entries).toHaveLength(1 + 2 * MANY + 1);
    expect(view.compactions!.every(({ state }) => state === 'done')).toBe(true);
    const { messages } = bench.model.requests.at(-1)!.body as { messages: { role: string; content: string }[] };
    const sent = await turn.transcript({ compacted: true });
    // The instructions go in front of each request; the last answer is the one to it.
    expect(messages).toHaveLength(sent.length);
    expect(messages[2]!.content).toContain(`SUMMARY ${sums}`);
  } finally {
    await bench.close();
  }
}, 180_000);
