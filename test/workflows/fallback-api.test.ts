/** Falls back from a reasoning model on the Responses API to another service on Chat Completions, in the middle of a turn. */
import { defineAgent, defineTool, type Agent } from '../../src/index.js';
import { call, expectValid, insufficientQuota, say, scriptedModel } from '../../src/testing.js';
import { turnBench } from '../harness/turn-bench.js';

const look = defineTool({ name: 'look', description: 'Looks.', parameters: { type: 'object' }, execute: () => 'seen' });
const SECRET_THOUGHT = 'gAAAA-encrypted-thought';

test('encrypted reasoning goes to no other service, what is dropped is counted, and no call is lost', async () => {
  const thinking = await scriptedModel({
    script: [{ ...call('look'), reasoning: { encrypted: SECRET_THOUGHT } }, say('never')],
    faults: [{ on: (number) => number > 1, fault: insufficientQuota() }],
  });
  const other = await scriptedModel({ script: [say('made it')] });
  process.env.EVERYCALL_TEST_KEY ??= 'sk-Qx7Zr9Wm2Kp4Vt8Hy6Bn';
  const apiKeyEnv = 'EVERYCALL_TEST_KEY';
  const agent: Agent = defineAgent({
    name: 'tester',
    models: [
      { model: 'gpt-5-mini', api: 'responses', provider: { baseURL: thinking.baseURL, apiKeyEnv } },
      { model: 'mistral-large', api: 'chat', provider: { baseURL: other.baseURL, apiKeyEnv } },
    ],
    tools: [look],
  });
  const bench = await turnBench({ model: { script: [] }, worker: { agents: [agent] } });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    const result = await turn.result();
    expect(result).toMatchObject({ outcome: 'completed', output: 'made it', steps: 2, counts: { ok: 1 } });
    // The call goes to the other service without the item id that the first one gave it.
    expect(result.repairs).toEqual([
      { kind: 'fallback', detail: 'gpt-5-mini failed (insufficient_quota): mistral-large was asked instead' },
      { kind: 'dropped_reasoning', detail: '1 reasoning item did not go into the request' },
      { kind: 'dropped_added', detail: '1 item went into the request without ids or fields that a service had added' },
    ]);

    const view = await turn.view();
    expect(view.steps.map(({ from }) => [from?.model, from?.api])).toEqual([
      ['gpt-5-mini', 'responses'],
      ['mistral-large', 'chat'],
    ]);
    expect(JSON.stringify(view.entries)).toContain(SECRET_THOUGHT);
    expect(JSON.stringify(thinking.requests[1]!.body)).toContain(SECRET_THOUGHT);
    expect(JSON.stringify(other.requests[0]!.body)).not.toContain(SECRET_THOUGHT);
    expectValid(thinking);
    expectValid(other);
  } finally {
    await bench.close();
    await thinking.close();
    await other.close();
  }
});
