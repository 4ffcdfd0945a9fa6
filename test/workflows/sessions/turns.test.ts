/** What becomes of a session's turns on a real server: however one ends the next request is valid, and nothing ends a turn. */
import { randomUUID } from 'node:crypto';
import { SessionClosedError, SessionRefusedError, TurnNotFoundError } from '../../../src/client.js';
import { calls, say } from '../../../src/testing.js';
import { turnBench, type BenchOptions, type TurnBench } from '../../harness/turn-bench.js';
import { waitTool } from './wait-tool.js';

interface Said {
  readonly messages: readonly { readonly role: string; readonly content: string; readonly tool_call_id?: string }[];
}

/** A bench whose tool `wait` runs until it is let go or its turn is cancelled. */
async function waitingBench(script: BenchOptions['model']['script']) {
  const { tool, begun, letGo } = waitTool();
  return { bench: await turnBench({ tools: [tool], model: { script } }), begun, letGo };
}

const CALL = calls({ id: 'call_wait', name: 'wait', arguments: {} });

function sessionOf(bench: TurnBench) {
  return bench.client.session('tester', `s-${randomUUID()}`);
}

function lastSaid(bench: TurnBench) {
  const { messages } = bench.model.requests.at(-1)!.body as Said;
  return messages.filter(({ role }) => role !== 'system');
}

test('interrupt: the turn that runs is cancelled, its call has its result, and the next one goes on from it', async () => {
  const { bench, begun } = await waitingBench([CALL, say('now this')]);
  try {
    const session = sessionOf(bench);
    const first = await session.send('wait');
    await begun;
    const second = await session.send('leave that', { onBusy: 'interrupt' });
    expect(await first.result()).toMatchObject({ outcome: 'cancelled' });
    expect(await second.result()).toMatchObject({ outcome: 'completed', output: 'now this' });
    expect(lastSaid(bench).map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'user']);
  } finally {
    await bench.close();
  }
}, 60_000);

test('steer: the turn that runs takes the message in after its calls; an idle session gives it a turn', async () => {
  const { bench, begun, letGo } = await waitingBench([CALL, say('both'), say('alone')]);
  try {
    const session = sessionOf(bench);
    const first = await session.send('wait');
    await begun;
    const steered = await session.send('and be quick', { onBusy: 'steer', messageId: 'm-2' });
    expect(steered.turnId).toBe(first.turnId);
    letGo();
    expect(await first.result()).toMatchObject({ outcome: 'completed', output: 'both' });
    expect(lastSaid(bench).map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'user']);
    expect((await session.send('and be quick', { messageId: 'm-2' })).turnId).toBe(first.turnId);
    const next = await session.send('more', { onBusy: 'steer' });
    expect(await next.result()).toMatchObject({ output: 'alone' });
    expect(lastSaid(bench).map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'user', 'assistant', 'user']);
  } finally {
    await bench.close();
  }
}, 60_000);

test('a terminated turn: its open call is told as interrupted, and the next request is valid', async () => {
  const { bench, begun, letGo } = await waitingBench([CALL, say('go on')]);
  try {
    const session = sessionOf(bench);
    const first = await session.send('wait');
    await begun;
    await expect(session.send('busy?', { onBusy: 'reject' })).rejects.toThrow(SessionRefusedError);
    await bench.client.temporal.workflow.getHandle(first.turnId).terminate('by a test');
    letGo();
    const second = await session.send('and now?');
    expect(await second.result()).toMatchObject({ outcome: 'completed', output: 'go on' });
    const told = lastSaid(bench);
    expect(told.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'user']);
    expect(told[2]!.content).toContain('Interrupted');
    expect((await session.turns()).map(({ state }) => state)).toEqual(['failed', 'completed']);
  } finally {
    await bench.close();
  }
}, 60_000);

test('a turn that failed, and one whose id another workflow has, each leave a next request that is valid', async () => {
  const bench = await turnBench({
    model: { script: [{ ...say('cut'), finishReason: 'length' }, say('theirs'), say('fine')] },
  });
  try {
    const session = sessionOf(bench);
    expect(await (await session.send('fail')).result()).toMatchObject({ outcome: 'failed' });
    const theirs = await bench.client.startTurn('tester', 'not of the session', { turnId: `${session.sessionId}/2` });
    await theirs.result();
    await session.send('lost');
    const third = await session.send('again');
    expect(await third.result()).toMatchObject({ outcome: 'completed', output: 'fine' });
    const users = lastSaid(bench).filter(({ role }) => role === 'user');
    expect(users.map(({ content }) => content)).toEqual(['fail', 'again']);
    expect((await session.turns()).map(({ state }) => state)).toEqual(['failed', 'not_started', 'completed']);
  } finally {
    await bench.close();
  }
}, 60_000);

test('a session that is terminated while a turn runs: the turn goes on to its end; the session is over', async () => {
  const { bench, begun, letGo } = await waitingBench([CALL, say('done')]);
  try {
    const session = sessionOf(bench);
    const turn = await session.send('wait');
    await begun;
    const waiting = await session.send('never');
    const never = waiting.result();
    never.catch(() => undefined);
    await bench.client.temporal.workflow.getHandle(session.sessionId).terminate('by a test');
    letGo();
    expect(await turn.result()).toMatchObject({ outcome: 'completed', output: 'done' });
    await expect(never).rejects.toThrow(TurnNotFoundError);
    await expect(waiting.cancel()).rejects.toThrow(TurnNotFoundError);
    expect((await session.turns())[1]).toMatchObject({ state: 'not_started' });
    await expect(session.send('more')).rejects.toThrow(SessionClosedError);
  } finally {
    await bench.close();
  }
}, 60_000);

test('an ended session works what it has and takes no more; a session is of one agent, and shares nothing', async () => {
  const { bench, begun, letGo } = await waitingBench([CALL, say('one'), say('two'), say('alone')]);
  try {
    const session = sessionOf(bench);
    await session.send('wait');
    await begun;
    const second = await session.send('queued');
    await session.end();
    await expect(session.send('late')).rejects.toMatchObject({ code: 'ending' });
    letGo();
    expect(await second.result()).toMatchObject({ output: 'two' });
    await bench.client.temporal.workflow.getHandle(session.sessionId).result();
    await session.end();
    expect(await session.transcript()).toHaveLength(6);

    const other = sessionOf(bench);
    expect(await (await other.send('hi')).result()).toMatchObject({ output: 'alone' });
    expect(lastSaid(bench).map(({ content }) => content)).toEqual(['hi']);
    const wrong = bench.client.session('somebody', other.sessionId);
    await expect(wrong.send('hi')).rejects.toMatchObject({ code: 'agent' });
  } finally {
    await bench.close();
  }
}, 60_000);
