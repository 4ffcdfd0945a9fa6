/** One inbox over all running turns: by search attribute where it is registered, by looking through them where not. */
import { z } from 'zod';
import { defineTool } from '../../../src/index.js';
import { call, say } from '../../../src/testing.js';
import { registerAttributes } from '../../../src/client/register-attributes.js';
import { startEmbeddedServer } from '../../../src/server/embedded-server.js';
import { awaitedEvents } from '../../harness/awaited-event.js';
import { turnBench, type TurnBench } from '../../harness/turn-bench.js';

const refund = defineTool({
  name: 'refund',
  description: 'Gives money back.',
  parameters: z.object({ amount: z.number() }),
  approval: 'always',
  execute: () => 'refunded',
});

/** The inbox once the server's lists, which come a moment later, hold as many of these turns as they should. */
async function inbox({ client }: TurnBench, of: readonly string[], count: number, scan = false): Promise<string[]> {
  for (;;) {
    const found = (await client.approvals({ scan })).filter(({ turnId }) => of.includes(turnId));
    if (found.length === count) return found.map(({ approvalId }) => approvalId);
  }
}

async function attributesOf({ client }: TurnBench, turnId: string): Promise<unknown> {
  const { searchAttributes } = await client.temporal.workflow.getHandle(turnId).describe();
  return searchAttributes.everycallWaiting;
}

async function twoTurns(bench: TurnBench) {
  const turns = [await bench.client.startTurn('tester', 'a'), await bench.client.startTurn('tester', 'b')];
  const asked = await Promise.all(turns.map((turn) => awaitedEvents(turn, 'approval-requested')));
  return { turns, ids: turns.map(({ turnId }) => turnId), approvals: asked.map(([one]) => one!.approvalId) };
}

const script = (_request: unknown, { conversation }: { conversation: { step: number } }) =>
  conversation.step === 1 ? call('refund', { amount: 5 }) : say('done');

test('registered: turns say by the attribute that they wait, and no longer', async () => {
  const bench = await turnBench({ tools: [refund], model: { script } });
  try {
    const { turns, ids, approvals } = await twoTurns(bench);
    expect((await inbox(bench, ids, 2)).toSorted()).toEqual(approvals.toSorted());
    expect(await attributesOf(bench, ids[0]!)).toEqual(['approval']);
    await turns[0]!.approve(approvals[0]!);
    expect(await turns[0]!.result()).toMatchObject({ outcome: 'completed' });
    expect(await inbox(bench, ids, 1)).toEqual([approvals[1]]);
    expect(await attributesOf(bench, ids[0]!)).not.toEqual(['approval']);
    await turns[1]!.deny(approvals[1]!, 'no');
    expect(await inbox(bench, ids, 0)).toEqual([]);
    expect(await inbox(bench, ids, 0, true)).toEqual([]);
  } finally {
    await bench.close();
  }
}, 60_000);

test('not registered: running turns are looked through, and no turn fails; setup registers what is missing', async () => {
  const server = await startEmbeddedServer({ searchAttributes: [] });
  const bench = await turnBench({ tools: [refund], model: { script }, address: server.address });
  try {
    const { turns, ids, approvals } = await twoTurns(bench);
    expect((await inbox(bench, ids, 2)).toSorted()).toEqual(approvals.toSorted());
    await Promise.all(turns.map((turn, i) => turn.approve(approvals[i]!)));
    for (const turn of turns) expect(await turn.result()).toMatchObject({ outcome: 'completed' });
    expect(await inbox(bench, ids, 0)).toEqual([]);
    const names = ['everycallWaiting'];
    expect(await registerAttributes(bench.client.temporal)).toEqual({ added: names, present: [] });
    expect(await registerAttributes(bench.client.temporal)).toEqual({ added: [], present: names });
  } finally {
    await bench.close();
    await server.stop();
  }
}, 60_000);

test('registered while a turn waits: what began before is found by looking through, the next is told', async () => {
  const server = await startEmbeddedServer({ searchAttributes: [] });
  const bench = await turnBench({ tools: [refund], model: { script }, address: server.address });
  try {
    const before = await bench.client.startTurn('tester', 'a');
    await awaitedEvents(before, 'approval-requested');
    await registerAttributes(bench.client.temporal);
    // A worker asks once a minute; another one asks anew.
    await bench.worker!.shutdown();
    await bench.startWorker();
    const after = await bench.client.startTurn('tester', 'b');
    const [asked] = await awaitedEvents(after, 'approval-requested');
    const ids = [before.turnId, after.turnId];
    expect(await inbox(bench, ids, 1)).toEqual([asked!.approvalId]);
    const [first] = await before.approvals();
    expect((await inbox(bench, ids, 2, true)).toSorted()).toEqual([first!.approvalId, asked!.approvalId].toSorted());
    // The turn that waits without the attribute takes it off nowhere, and goes on.
    await before.approve(first!.approvalId);
    await after.approve(asked!.approvalId);
    for (const turn of [before, after]) expect(await turn.result()).toMatchObject({ outcome: 'completed' });
    expect(await inbox(bench, ids, 0, true)).toEqual([]);
  } finally {
    await bench.close();
    await server.stop();
  }
}, 60_000);

test('two hundred turns wait: each is listed once', async () => {
  const bench = await turnBench({ tools: [refund], model: { script } });
  try {
    const turns = await Promise.all(Array.from({ length: 200 }, () => bench.client.startTurn('tester', 'a')));
    const ids = turns.map(({ turnId }) => turnId);
    const listed = await inbox(bench, ids, 200);
    expect(new Set(listed).size).toBe(200);
    expect(new Set(await inbox(bench, ids, 200, true))).toEqual(new Set(listed));
    await Promise.all(turns.map((turn) => turn.cancel()));
    expect(await inbox(bench, ids, 0)).toEqual([]);
  } finally {
    await bench.close();
  }
}, 120_000);
