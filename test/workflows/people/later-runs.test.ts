/** People and a turn that goes on in several runs: what they say counts once, and what they decided stays decided. */
import { randomUUID } from 'node:crypto';
import OpenAI from 'openai';
import { z } from 'zod';
import { agentTool, defineAgent, defineTool } from '../../../src/index.js';
import { STEER_UPDATE } from '../../../src/contract/people.js';
import { textOf } from '../../../src/protocol/item.js';
import { call, say, type ScriptFunction } from '../../../src/testing.js';
import { named } from '../../harness/agents-bench.js';
import { awaitedEvents, thrownBy } from '../../harness/awaited-event.js';
import { numbered } from '../../harness/echo-tools.js';
import { longBench, type LongBench } from '../../harness/long-bench.js';
import { until } from '../../harness/until.js';

/** The step that a request asks for: a person's words between don't count. */
function stepOf(request: unknown): number {
  return (request as { messages: { role: string }[] }).messages.filter(({ role }) => role === 'tool').length + 1;
}

function instructionsOf(request: unknown): string {
  return String((request as { messages: { content: unknown }[] }).messages[0]?.content);
}

const agent = { limits: { steps: 1_000, toolCalls: 1_000, tokens: 1_000_000_000 } };
const refund = defineTool({
  name: 'refund',
  description: 'Gives money back.',
  parameters: z.object({ n: z.number() }),
  approval: 'always',
  execute: ({ n }, { idempotencyKey }) => `${n} ${idempotencyKey}`,
});

let bench: LongBench;
afterEach(() => bench.close());

test('texts that come at any moment of several runs are each said once, or refused', async () => {
  const STEPS = 120;
  const script: ScriptFunction = (request) => {
    const step = stepOf(request);
    return step <= STEPS ? call('numbered', { n: step }, `call_${step}`) : say('Done.');
  };
  bench = await longBench(60, { agent, tools: [numbered((n) => `r${n}`)], model: { script } });
  const turn = await bench.client.startTurn('tester', 'Go on.');
  const said: string[] = [];
  const refused: string[] = [];
  const speak = async (who: string) => {
    for (let n = 1; ; n += 1) {
      const text = `${who} says ${n}`;
      try {
        await turn.steer(text);
        said.push(text);
      } catch (error) {
        refused.push((error as { code: string }).code);
        return;
      }
    }
  };
  await bench.model.requestArrived(2);
  await Promise.all(['ann', 'bob', 'cy'].map(speak));
  expect(refused).toEqual(['turn_ended', 'turn_ended', 'turn_ended']);
  expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: STEPS } });
  expect((await bench.runsOf(turn.turnId)).length).toBeGreaterThan(3);
  const words = (await turn.transcript()).filter(({ role }) => role === 'user').map(textOf);
  expect(words.toSorted()).toEqual(['Go on.', ...said].toSorted());
  // Each speaker's words stand in the order in which they were said.
  for (const who of ['ann', 'bob', 'cy']) {
    const own = words.filter((text) => text.startsWith(who));
    expect(own).toEqual(own.map((_, i) => `${who} says ${i + 1}`));
  }
}, 120_000);

test('an approval of an earlier run was decided, and a text of an earlier run is not said again', async () => {
  const script: ScriptFunction = (request) => {
    const step = stepOf(request);
    if (step === 1) return call('refund', { n: 1 }, 'call_first');
    if (step === 40) return call('refund', { n: 40 }, 'call_last');
    return step < 40 ? call('numbered', { n: step }, `call_${step}`) : say('Done.');
  };
  bench = await longBench(100, { agent, tools: [refund, numbered((n) => n)], model: { script } });
  const turn = await bench.client.startTurn('tester', 'Go on.');
  const [first] = await awaitedEvents(turn, 'approval-requested');
  const steer = { id: '0123456789abcdef0123', items: [{ type: 'message', role: 'user', content: 'Hello.' }] };
  const handle = bench.client.temporal.workflow.getHandle(turn.turnId);
  await handle.executeUpdate(STEER_UPDATE, { args: [steer], updateId: randomUUID() });
  await turn.approve(first!.approvalId, { by: 'ann' });
  const [, last] = await awaitedEvents(turn, 'approval-requested', 2);
  expect((await bench.runsOf(turn.turnId)).length).toBeGreaterThan(1);
  expect(await thrownBy(turn.approve(first!.approvalId))).toMatchObject({ code: 'approval_decided' });
  expect(await turn.approvals()).toMatchObject([{ approvalId: last!.approvalId, step: last!.step }]);
  await until(async () => (await bench.client.approvals()).some(({ turnId }) => turnId === turn.turnId));
  await handle.executeUpdate(STEER_UPDATE, { args: [steer], updateId: randomUUID() });
  await turn.approve(last!.approvalId, { by: 'bob' });
  expect(await turn.result()).toMatchObject({ outcome: 'completed' });
  const words = (await turn.transcript()).filter(({ role }) => role === 'user').map(textOf);
  expect(words).toEqual(['Go on.', 'Hello.']);
  const decided = (await turn.calls()).flatMap(({ approval }) => approval?.decided?.by ?? []);
  expect(decided).toEqual(['ann', 'bob']);
}, 90_000);

test("a sub-agent's approval in a later run of its turn is answered from the top", async () => {
  const leaf = defineAgent({ ...named('leaf'), ...agent, tools: [refund, numbered((n) => n)] });
  const boss = defineAgent({ ...named('boss'), ...agent, tools: [agentTool(leaf, { description: 'works long' })] });
  const worker = { agents: [boss], openai: () => openai };
  const script: ScriptFunction = (request) => {
    const step = stepOf(request);
    if (instructionsOf(request) === 'boss') return step === 1 ? call('leaf', { input: 'go' }) : say('Done.');
    if (step === 40) return call('refund', { n: 40 }, 'call_last');
    return step < 40 ? call('numbered', { n: step }, `call_${step}`) : say('Refunded.');
  };
  bench = await longBench(100, { model: { script }, worker });
  const openai = new OpenAI({ baseURL: bench.model.baseURL, apiKey: 'sk-Qx7Zr9Wm2Kp4Vt8Hy6Bn' });
  const turn = await bench.client.startTurn('boss', 'go');
  const below = `${turn.turnId}/1.0`;
  await until(async () => (await turn.approvals()).length === 1);
  expect((await bench.runsOf(below)).length).toBeGreaterThan(1);
  await bench.deleteEarlier(below);
  const [asked] = await turn.approvals();
  expect(asked).toMatchObject({ turnId: below, agent: 'leaf', step: 40, arguments: '{"n":40}' });
  await until(async () => (await bench.client.approvals()).some(({ turnId }) => turnId === below));
  await turn.approve(asked!.approvalId, { by: 'ann' });
  expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 1 }, below: { toolCalls: 40 } });
  const [, ...later] = (await bench.client.turn(below).calls()).toReversed();
  expect(later.every(({ approval }) => approval === undefined)).toBe(true);
}, 90_000);
