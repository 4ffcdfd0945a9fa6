/** What goes along with sub-agents' turns is large: a wave of them stays under what a message to Temporal may hold. */
import { z } from 'zod';
import { agentTool, defineAgent } from '../../../src/index.js';
import { calls, say } from '../../../src/testing.js';
import { agentsBench, named } from '../../harness/agents-bench.js';

const Caller = z.object({ notes: z.string() });

test('ten sub-agents at once, with a context of 900 KB, all answer', async () => {
  const worker = defineAgent({ ...named('worker'), context: Caller });
  const tools = [agentTool(worker, { description: 'works', maxParallel: 10 })];
  const boss = defineAgent({ ...named('boss'), context: Caller, tools });
  const ten = Array.from({ length: 10 }, (_, n) => ({ name: 'worker', arguments: { input: `question ${n}` } }));
  const bench = await agentsBench([boss], {
    boss: (told) => (told.length === 0 ? calls(...ten) : say(`${told.length} answers`)),
    worker: () => say('fine'),
  });
  try {
    const turn = await bench.client.startTurn('boss', 'go', { context: { notes: 'n'.repeat(900_000) } });
    expect(await turn.result()).toMatchObject({ outcome: 'completed', output: '10 answers', counts: { ok: 10 } });
  } finally {
    await bench.close();
  }
}, 120_000);

test('a question that is too large with the context is an error of that call, and its sibling is asked', async () => {
  const worker = defineAgent({ ...named('worker'), context: Caller });
  const boss = defineAgent({ ...named('boss'), context: Caller, tools: [agentTool(worker, { description: 'works' })] });
  const questions = ['q'.repeat(900_000), 'short'].map((input) => ({ name: 'worker', arguments: { input } }));
  const bench = await agentsBench([boss], {
    boss: (told) => (told.length === 0 ? calls(...questions) : say(told.join('|').slice(0, 300))),
    worker: () => say('fine'),
  });
  try {
    const turn = await bench.client.startTurn('boss', 'go', { context: { notes: 'n'.repeat(1_100_000) } });
    const result = await turn.result();
    expect(result).toMatchObject({ outcome: 'completed', counts: { ok: 1, error: 1 } });
    expect((await turn.calls())[0]!.output).toMatch(
      /^Error: the question and the context that goes along are 2000\d+ bytes/,
    );
  } finally {
    await bench.close();
  }
}, 120_000);
