/** `models: [a, b]`: the next one is asked when the one before can't answer, within one step and without losing a call. */
import { defineAgent, defineTool, type Agent } from '../../src/index.js';
import {
  call,
  contextTooLong,
  expectValid,
  insufficientQuota,
  rateLimited,
  say,
  scriptedModel,
  serverError,
  type ScriptedModel,
  type ScriptedModelOptions,
} from '../../src/testing.js';
import { turnBench } from '../harness/turn-bench.js';

const failsSoon = { ...serverError(), headers: { 'retry-after-ms': '10' } };
const tool = defineTool({ name: 'look', description: 'Looks.', parameters: { type: 'object' }, execute: () => 'seen' });

/** A turn of an agent with a model on each of the services, in order. */
async function runOn(services: readonly ScriptedModelOptions[]) {
  const models: ScriptedModel[] = await Promise.all(services.map((service) => scriptedModel(service)));
  process.env.EVERYCALL_TEST_KEY ??= 'sk-Qx7Zr9Wm2Kp4Vt8Hy6Bn';
  const agent = defineAgent({
    name: 'tester',
    models: models.map(({ baseURL }, i) => {
      return { model: `m${i + 1}`, provider: { baseURL, apiKeyEnv: 'EVERYCALL_TEST_KEY' } };
    }),
    tools: [tool],
  }) as Agent;
  const bench = await turnBench({ model: { script: [] }, worker: { agents: [agent] } });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    const result = await turn.result();
    const view = await turn.view();
    for (const model of models) expectValid(model);
    return { result, view, requests: models.map(({ requests }) => requests.length) };
  } finally {
    await bench.close();
    await Promise.all(models.map((model) => model.close()));
  }
}

test.each([
  ['a quota that is used up', insufficientQuota(), 'insufficient_quota'],
  ['a context that is too long', contextTooLong(), 'context_length_exceeded'],
])('%s asks the next model at once', async (_what, fault, code) => {
  const { result, view, requests } = await runOn([
    { script: [], faults: [{ on: 'every', fault }] },
    { script: [say('made it')] },
  ]);
  expect(result).toMatchObject({ outcome: 'completed', output: 'made it', steps: 1 });
  expect(requests).toEqual([1, 1]);
  expect(view.steps[0]!.from).toMatchObject({ model: 'm2' });
  expect(view.steps[0]!.repairs).toEqual([{ kind: 'fallback', detail: `m1 failed (${code}): m2 was asked instead` }]);
});

test('five faults, or five waits, use up a model; the last one’s error names the others', async () => {
  const { result, requests } = await runOn([
    { script: [], faults: [{ on: 'every', fault: failsSoon }] },
    { script: [], faults: [{ on: 'every', fault: rateLimited({ retryAfterMs: 10 }) }] },
    { script: [], faults: [{ on: 'every', fault: contextTooLong() }] },
  ]);
  expect(requests).toEqual([5, 5, 1]);
  if (result.outcome !== 'failed') throw new Error(`the turn ended ${result.outcome}`);
  expect(result.error.code).toBe('context_length_exceeded');
  expect(result.error.message).toMatch(/ \(before it: m1: server_error, m2: rate_limit_exceeded\)$/);
});

test('a turn stays with the model that answered, and goes back when that one fails', async () => {
  const { result, view, requests } = await runOn([
    { script: [say('again me')], faults: [{ on: 1, fault: insufficientQuota() }] },
    { script: [call('look'), call('look')], faults: [{ on: 3, fault: insufficientQuota() }] },
  ]);
  expect(result).toMatchObject({ outcome: 'completed', output: 'again me', counts: { ok: 2 } });
  expect(view.steps.map((step) => step.from?.model)).toEqual(['m2', 'm2', 'm1']);
  expect(requests).toEqual([2, 3]);
});
