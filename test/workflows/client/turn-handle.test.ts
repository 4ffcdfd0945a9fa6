/** Handles on turns of a real server: events, attaching, resets, terminations, aborts and what is not there. */
import { randomUUID } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { connect, TurnNotFoundError, type TurnEvent, type TurnHandle } from '../../../src/client.js';
import { findViolations } from '../../../src/protocol/violations.js';
import { calls, say } from '../../../src/testing.js';
import { numbered, numberedCall } from '../../harness/echo-tools.js';
import { turnBench } from '../../harness/turn-bench.js';

async function all(turn: TurnHandle): Promise<TurnEvent[]> {
  const events: TurnEvent[] = [];
  for await (const event of turn.events()) events.push(event);
  return events;
}

function short(event: TurnEvent): string {
  if (event.type === 'call-finished') return `${event.type} ${event.callId} ${event.outcome}`;
  return event.type === 'call-started' ? `${event.type} ${event.callId}` : event.type;
}

/** A promise that is resolved by hand. */
function gate(): { open: () => void; opened: Promise<void> } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

test('events come in the order of history, and a late attach from another client sees the very same', async () => {
  const bench = await turnBench({
    tools: [numbered((n) => (n === 2 ? Promise.reject(new Error('two')) : n), 'numbered')],
    model: { script: [calls(numberedCall(1), numberedCall(2), numberedCall(3, 'call_3', 'nope')), say('done')] },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    const live = await all(turn);
    const seen = live.map(short);
    expect(seen[0]).toBe('turn-started');
    expect(seen.slice(-4)).toEqual(['step-finished', 'message', 'step-finished', 'turn-finished']);
    expect(seen.filter((one) => one.startsWith('call-finished')).sort()).toEqual([
      'call-finished call_1 ok',
      'call-finished call_2 error',
      'call-finished call_3 unknown_tool',
    ]);
    expect(seen).not.toContain('call-started call_3');
    expect(seen.indexOf('call-started call_2')).toBeLessThan(seen.indexOf('call-finished call_2 error'));

    const other = await connect({ address: bench.address, environment: false });
    expect(await all(other.turn(turn.turnId))).toEqual(live);
    expect((await other.turn(turn.turnId).transcript()).map((item) => item.type)).toEqual([
      'message',
      ...Array.from({ length: 3 }, () => 'function_call'),
      ...Array.from({ length: 3 }, () => 'function_call_output'),
      'message',
    ]);
    await other.close();

    const view = await turn.view();
    const result = await turn.result();
    expect(view.result).toEqual(result);
    expect(view.calls.find((call) => call.callId === 'call_2')).toMatchObject({ attempts: 3, outcome: 'error' });
    expect(view.history.events).toBeGreaterThan(10);
    expect(view.history.bytes).toBeGreaterThan(1_000);
  } finally {
    await bench.close();
  }
});

test('a terminated turn is read as failed, with a transcript that a next request can be built on', async () => {
  const begun = gate();
  const bench = await turnBench({
    tools: [
      numbered((n) => {
        if (n === 1) return n;
        begun.open();
        return new Promise(() => undefined);
      }),
    ],
    model: { script: [calls(numberedCall(1), numberedCall(2)), say('never')] },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    await begun.opened;
    for await (const event of turn.events()) if (event.type === 'call-finished') break;
    const running = await turn.view();
    expect(running.status).toBe('running');
    expect(running.calls.map((call) => [call.state, call.attempts])).toEqual([
      ['done', 1],
      ['running', 1],
    ]);
    await bench.client.temporal.workflow.getHandle(turn.turnId).terminate('out of order');
    expect(await turn.result()).toMatchObject({
      outcome: 'failed',
      error: { code: 'terminated', message: expect.stringContaining('out of order') },
      counts: { ok: 1, interrupted: 1 },
      steps: 1,
    });
    expect(findViolations((await turn.view()).entries)).toEqual([]);
    expect((await bench.client.list({ status: 'failed', limit: 100 })).map((one) => one.turnId)).toContain(turn.turnId);
    await turn.cancel();
  } finally {
    await bench.close();
  }
});

test('a follower goes on to the run that a reset made, and tells so', async () => {
  const begun = gate();
  const finish = gate();
  const bench = await turnBench({
    tools: [
      numbered(async (n) => {
        if (n === 2) {
          begun.open();
          await finish.opened;
        }
        return n;
      }),
    ],
    model: { script: [calls(numberedCall(1)), calls(numberedCall(2)), calls(numberedCall(3)), say('done')] },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    const following = all(turn);
    const waiting = turn.result();
    await begun.opened;
    const { connection, namespace } = {
      connection: bench.client.temporal.connection,
      namespace: bench.client.namespace,
    };
    const history = await connection.workflowService.getWorkflowExecutionHistory({
      namespace,
      execution: { workflowId: turn.turnId },
    });
    const events = history.history?.events ?? [];
    // To after the first answer: the calls of step 1 are kept, step 2 is asked for again.
    const point = events.filter((event) => event.workflowTaskCompletedEventAttributes).at(-1)?.eventId;
    await connection.workflowService.resetWorkflowExecution({
      namespace,
      workflowExecution: { workflowId: turn.turnId },
      reason: 'test',
      requestId: randomUUID(),
      workflowTaskFinishEventId: point!,
    });
    finish.open();
    const result = await waiting;
    expect(result.outcome).toBe('completed');
    const types = (await following).map(({ type }) => type);
    expect(types.filter((type) => type.startsWith('turn-'))).toEqual([
      'turn-started',
      'turn-restarted',
      'turn-finished',
    ]);
  } finally {
    finish.open();
    await bench.close();
  }
});

test('what is waited for ends with the signal, the turn goes on', async () => {
  const finish = gate();
  const bench = await turnBench({
    tools: [numbered(() => finish.opened)],
    model: { script: [calls(numberedCall(1)), say('done')] },
  });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    const reason = new Error('enough');
    const controller = new AbortController();
    const waiting = turn.result({ signal: controller.signal });
    const reading = (async () => {
      for await (const event of turn.events({ signal: controller.signal })) {
        if (event.type === 'call-started') controller.abort(reason);
      }
    })();
    await expect(reading).rejects.toBe(reason);
    await expect(waiting).rejects.toBe(reason);
    finish.open();
    expect((await turn.result()).outcome).toBe('completed');
    await expect(turn.cancel()).resolves.toBeUndefined();
  } finally {
    finish.open();
    await bench.close();
  }
});

test('a history over the 4 MB of a gRPC message is read, also over a connection with that limit', async () => {
  const bench = await turnBench({
    tools: [numbered(() => 'x'.repeat(1_400_000))],
    model: { script: [calls(numberedCall(1), numberedCall(2), numberedCall(3), numberedCall(4)), say('done')] },
  });
  const narrow = await Connection.connect({ address: bench.address, interceptors: [] });
  try {
    const turn = await bench.client.startTurn('tester', 'go');
    expect((await turn.result()).outcome).toBe('completed');
    const client = await connect({ connection: narrow, environment: false });
    const view = await client.turn(turn.turnId).view();
    expect(view.history.bytes).toBeGreaterThan(4 * 1024 * 1024);
    expect(view.calls.map((call) => call.output?.length)).toEqual([1_400_000, 1_400_000, 1_400_000, 1_400_000]);
  } finally {
    await narrow.close();
    await bench.close();
  }
});

test('a turn that is not there, and a workflow that is no turn', async () => {
  const bench = await turnBench({ model: { script: [] } });
  try {
    const missing = bench.client.turn('no-such-turn');
    await expect(missing.result()).rejects.toBeInstanceOf(TurnNotFoundError);
    await expect(all(missing)).rejects.toThrow('there is no turn "no-such-turn"');
    await expect(missing.view()).rejects.toBeInstanceOf(TurnNotFoundError);
    await expect(missing.cancel()).rejects.toBeInstanceOf(TurnNotFoundError);

    const workflowId = `other-${randomUUID()}`;
    const handle = await bench.client.temporal.workflow.start('otherType', { workflowId, taskQueue: 'nobody' });
    await expect(bench.client.turn(workflowId).view()).rejects.toThrow('no turn but a workflow of type "otherType"');
    await handle.terminate();
  } finally {
    await bench.close();
  }
});
