/** `onTurnFinished` on a real server: each turn of a session is handed over whole; what it throws is tried again. */
import { randomUUID } from 'node:crypto';
import { say } from '../../../src/testing.js';
import type { FinishedTurn } from '../../../src/worker.js';
import { RENEW_SIGNAL } from '../../../src/contract/session.js';
import { turnBench } from '../../harness/turn-bench.js';

test('each finished turn is archived, a first failure notwithstanding, and only with what it added', async () => {
  const kept = new Map<string, FinishedTurn>();
  let tries = 0;
  let bothKept: () => void = () => undefined;
  const both = new Promise<void>((resolve) => (bothKept = resolve));
  const bench = await turnBench({
    model: { script: [say('one'), say('two')] },
    worker: {
      onTurnFinished: (turn) => {
        tries += 1;
        if (tries === 1) throw new Error('the archive is away');
        kept.set(turn.turnId, turn);
        if (kept.size === 2) bothKept();
      },
    },
  });
  try {
    const session = bench.client.session('tester', `s-${randomUUID()}`);
    await (await session.send('first', { context: { user: 'u1' } })).result();
    await (await session.send('second')).result();
    await both;
    expect(kept.get(`${session.sessionId}/1`)).toMatchObject({
      sessionId: session.sessionId,
      agent: 'tester',
      context: { user: 'u1' },
      result: { outcome: 'completed', output: 'one' },
    });
    const { transcript } = kept.get(`${session.sessionId}/2`)!;
    expect(transcript.map((item) => item.role)).toEqual(['user', 'assistant']);
  } finally {
    await bench.close();
  }
}, 60_000);

test('an archive that hangs holds no message up, and goes on in the next run of the session', async () => {
  let letGo: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (letGo = resolve));
  const kept: string[] = [];
  let bothKept: () => void = () => undefined;
  const both = new Promise<void>((resolve) => (bothKept = resolve));
  const bench = await turnBench({
    model: { script: [say('one'), say('two')] },
    worker: {
      onTurnFinished: async ({ turnId }) => {
        if (turnId.endsWith('/1')) await released;
        kept.push(turnId);
        if (new Set(kept).size === 2) bothKept();
      },
    },
  });
  try {
    const session = bench.client.session('tester', `s-${randomUUID()}`);
    const handle = bench.client.temporal.workflow.getHandle(session.sessionId);
    await (await session.send('first')).result();
    const { runId } = await handle.describe();
    await handle.signal(RENEW_SIGNAL);
    expect(await (await session.send('second')).result()).toMatchObject({ output: 'two' });
    expect((await handle.describe()).runId).not.toBe(runId);
    letGo();
    await both;
    expect(new Set(kept)).toEqual(new Set([`${session.sessionId}/1`, `${session.sessionId}/2`]));
  } finally {
    letGo();
    await bench.close();
  }
}, 60_000);
