/** Turns on the Responses API on a real server: reasoning goes back with its calls, and to no other service. */
import { defineAgent, defineTool, hostedTool, type Agent } from '../../src/index.js';
import { calls, expectValid, insufficientQuota, say, scriptedModel, type Reply } from '../../src/testing.js';
import { turnBench } from '../harness/turn-bench.js';

const look = defineTool({
  name: 'look',
  description: 'Looks at a place.',
  parameters: { type: 'object', properties: { at: { type: 'string' } }, required: ['at'] },
  retry: { maximumAttempts: 1 },
  execute: ({ at }) => {
    if (at === 'nowhere') throw new Error('there is no such place');
    return `seen ${at}`;
  },
});
const LOOKS: Reply = {
  ...calls(
    { id: 'call_a', name: 'look', arguments: { at: 'home' } },
    { id: 'call_b', name: 'look', arguments: { at: 'nowhere' } },
    { id: 'call_c', name: 'lok', arguments: {} },
  ),
  text: 'Looking.',
  reasoning: { summary: 'Three at once.' },
};

test.each([false, true])(
  'each call has its one result, reasoning goes back with its calls; streamed: %s',
  async (stream) => {
    const bench = await turnBench({
      tools: [look],
      agent: { api: 'responses', toolChoice: 'required' },
      model: { script: (_, { conversation }) => (conversation.step < 3 ? LOOKS : say('Seen it.')) },
    });
    try {
      const turn = await bench.client.startTurn('tester', 'Look around.', { stream });
      expect(await turn.result()).toMatchObject({
        outcome: 'completed',
        output: 'Seen it.',
        steps: 3,
        counts: { ok: 2, error: 2, unknown_tool: 2 },
      });
      const [first, second, third] = bench.model.requests.map(({ body }) => body as Record<string, unknown>);
      expect(first).toMatchObject({ store: false, tool_choice: 'required', include: ['reasoning.encrypted_content'] });
      expect(second).toMatchObject({ tool_choice: 'auto' });
      const types = (third!.input as { type: string }[]).map(({ type }) => type.replace('function_call', 'call'));
      const step = ['reasoning', 'message', 'call', 'call', 'call', 'call_output', 'call_output', 'call_output'];
      expect(types).toEqual(['message', ...step, ...step]);
    } finally {
      await bench.close();
    }
  },
);

test('a reasoning model on one service, then another service on Chat: nothing of the first goes to the second', async () => {
  process.env.EVERYCALL_TEST_KEY ??= 'sk-Qx7Zr9Wm2Kp4Vt8Hy6Bn';
  const thinking = await scriptedModel({ script: [LOOKS], faults: [{ on: 2, fault: insufficientQuota() }] });
  const other = await scriptedModel({ script: [say('Done.')] });
  const at = (baseURL: string) => ({ baseURL, apiKeyEnv: 'EVERYCALL_TEST_KEY' });
  const agent = defineAgent({
    name: 'tester',
    models: [
      { model: 'thinking', api: 'responses', provider: at(thinking.baseURL) },
      { model: 'other', api: 'chat', provider: at(other.baseURL) },
    ],
    tools: [look],
  }) as Agent;
  const bench = await turnBench({ model: { script: [] }, worker: { agents: [agent] } });
  try {
    const turn = await bench.client.startTurn('tester', 'Look around.');
    expect(await turn.result()).toMatchObject({ outcome: 'completed', output: 'Done.', steps: 2 });
    const sent = JSON.stringify(other.requests[0]!.body);
    expect(sent).toContain('call_a');
    expect(sent).not.toMatch(/encrypted|reasoning|rs_|fc_|msg_/);
    for (const model of [thinking, other]) expectValid(model);
  } finally {
    await bench.close();
    await Promise.all([thinking.close(), other.close()]);
  }
});

test('items of hosted tools stay in the transcript and go back as they came', async () => {
  const searched = { type: 'web_search_call', id: 'ws_1', status: 'completed', action: { type: 'search', query: 'q' } };
  const bench = await turnBench({
    tools: [look, hostedTool({ type: 'web_search' })],
    agent: { api: 'responses', parallelToolCalls: false },
    model: {
      script: (_, { conversation }) => (conversation.step === 1 ? { ...LOOKS, hosted: [searched] } : say('Found it.')),
    },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'Search.');
    expect(await turn.result()).toMatchObject({ outcome: 'completed', output: 'Found it.' });
    const { input } = bench.model.requests[1]!.body as { input: unknown[] };
    expect(input).toContainEqual(searched);
  } finally {
    await bench.close();
  }
});
