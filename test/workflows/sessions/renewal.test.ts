/** A session over several runs, on a real server: what was said goes on, though every closed run is deleted. */
import { randomUUID } from 'node:crypto';
import { RENEW_SIGNAL } from '../../../src/contract/session.js';
import { isNotFound } from '../../../src/history/grpc-fault.js';
import type { SessionHandle } from '../../../src/client.js';
import { say } from '../../../src/testing.js';
import { turnBench, type TurnBench } from '../../harness/turn-bench.js';
import { until } from '../../harness/until.js';

interface Said {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}

test('continue-as-new asked for during a turn waits for it; a message of before is known after; nothing is lost', async () => {
  const bench = await turnBench({ model: { script: [say('one'), say('two'), say('three')], latencyMs: 500 } });
  try {
    const session = bench.client.session('tester', `s-${randomUUID()}`);
    const first = await session.send('first', { messageId: 'm-1' });
    const runId = await runOf(bench, session.sessionId);
    await bench.client.temporal.workflow.getHandle(session.sessionId).signal(RENEW_SIGNAL);
    const second = await session.send('second', { messageId: 'm-2' });
    expect(await first.result()).toMatchObject({ outcome: 'completed', output: 'one' });
    expect(await second.result()).toMatchObject({ outcome: 'completed', output: 'two' });
    expect(await runOf(bench, session.sessionId)).not.toBe(runId);

    expect((await session.send('first', { messageId: 'm-1' })).turnId).toBe(first.turnId);
    expect((await session.send('second', { messageId: 'm-2' })).turnId).toBe(second.turnId);
    const third = await session.send('third');
    expect(await third.result()).toMatchObject({ outcome: 'completed', output: 'three' });
    expect(saidIn(bench, 2)).toEqual(['first', 'one', 'second', 'two', 'third']);
    expect((await session.turns()).map(({ turn, state }) => [turn, state])).toEqual([
      [1, 'completed'],
      [2, 'completed'],
      [3, 'completed'],
    ]);
  } finally {
    await bench.close();
  }
}, 60_000);

test('with every closed run deleted, and over 1 MB said, the next request is complete', async () => {
  const long = (letter: string) => letter.repeat(400_000);
  const bench = await turnBench({ model: { script: ['a', 'b', 'c', 'd', 'e'].map((text) => say(text)) } });
  try {
    const session = bench.client.session('tester', `s-${randomUUID()}`);
    for (const letter of ['A', 'B', 'C', 'D']) {
      expect(await (await session.send(long(letter))).result()).toMatchObject({ outcome: 'completed' });
    }
    const runId = await runOf(bench, session.sessionId);
    await taken(session, 4);
    await bench.client.temporal.workflow.getHandle(session.sessionId).signal(RENEW_SIGNAL);
    await renewed(bench, session.sessionId, runId);
    // The new run has taken over what it needs once it takes its next turn: delete all closed ones before that.
    await inConversation(session, 8);
    const turns = [1, 2, 3, 4].map((turn) => remove(bench, `${session.sessionId}/${turn}`));
    await Promise.all([remove(bench, session.sessionId, runId), ...turns]);

    const turn = await session.send('and?');
    expect(await turn.result()).toMatchObject({ outcome: 'completed', output: 'e' });
    const texts = saidIn(bench, 4);
    expect(texts.map((text) => [text[0], text.length])).toEqual([
      ...['A', 'B', 'C', 'D'].flatMap((letter) => [
        [letter, 400_000],
        [letter.toLowerCase(), 1],
      ]),
      ['a', 4],
    ]);
    expect(await turn.transcript()).toHaveLength(10);
    expect(await session.transcript()).toHaveLength(10);
  } finally {
    await bench.close();
  }
}, 180_000);

function saidIn(bench: TurnBench, request: number): string[] {
  const { messages } = bench.model.requests[request]!.body as Said;
  return messages.filter(({ role }) => role !== 'system').map(({ content }) => content);
}

async function runOf(bench: TurnBench, workflowId: string): Promise<string> {
  return (await bench.client.temporal.workflow.getHandle(workflowId).describe()).runId;
}

/** Deletes a closed run as retention does, and waits until the server knows it no more. */
async function remove(bench: TurnBench, workflowId: string, runId?: string): Promise<void> {
  const { workflowService } = bench.client.temporal.connection;
  const execution = { workflowId, runId: runId ?? (await runOf(bench, workflowId)) };
  await workflowService.deleteWorkflowExecution({ namespace: 'default', workflowExecution: execution });
  await until(async () => {
    try {
      await workflowService.describeWorkflowExecution({ namespace: 'default', execution });
      return false;
    } catch (error) {
      return isNotFound(error);
    }
  });
}

/** Waits until so many turns are over for the session. */
async function taken(session: SessionHandle, turns: number): Promise<void> {
  await until(async () => (await session.turns()).filter(({ state }) => state === 'completed').length === turns);
}

async function renewed(bench: TurnBench, sessionId: string, before: string): Promise<void> {
  await until(async () => (await runOf(bench, sessionId)) !== before);
}

async function inConversation(session: SessionHandle, entries: number): Promise<void> {
  await until(async () => (await session.transcript()).length === entries);
}
