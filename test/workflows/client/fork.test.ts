/** Forks on a real server: the same request as the old turn made at that step, and an old turn that nothing is done to. */
import { randomUUID } from 'node:crypto';
import { connect, InputRefusedError, TurnOptionError } from '../../../src/client.js';
import { defineAgent } from '../../../src/index.js';
import {
  calls,
  contextTooLong,
  say,
  scriptedModel,
  type Reply,
  type ScriptInfo,
  type ScriptRequest,
} from '../../../src/testing.js';
import { numbered, numberedCall } from '../../harness/echo-tools.js';
import { turnBench, type TurnBench } from '../../harness/turn-bench.js';

/** Two steps with calls, then an answer; whatever else the user says is answered at once. */
function reply(_request: ScriptRequest, { conversation: { user, step } }: ScriptInfo): Reply {
  if (user !== 'go') return say(`You said: ${user}`);
  // What a service adds to its answers goes back to it, from a fork, too.
  const extra = { reasoning_content: 'Two at once, then a third.' };
  if (step === 1) return { ...calls(numberedCall(1), numberedCall(2)), extra };
  return step === 2 ? calls(numberedCall(3)) : say('All done.');
}

/** What the model was sent as the conversation in a request, by its number from 1. */
const messagesOf = (bench: TurnBench, request: number) =>
  (bench.model.requests[request - 1]!.body as { messages: object[] }).messages;

test('a completed turn is forked at each of its steps: the model is asked what it was asked there', async () => {
  const bench = await turnBench({ tools: [numbered((n) => n * 10)], model: { script: reply } });
  try {
    const old = await bench.client.startTurn('tester', 'go', { context: { user: 'u1' }, limits: { steps: 7 } });
    await old.result();
    const before = await old.view();
    for (const step of [1, 2, 3]) {
      const asked = bench.model.requests.length;
      const fork = await old.fork({ step });
      expect(await fork.result()).toMatchObject({ outcome: 'completed', output: 'All done.', steps: 4 - step });
      expect(messagesOf(bench, asked + 1)).toEqual(messagesOf(bench, step));
      if (step > 1) expect(JSON.stringify(messagesOf(bench, asked + 1))).toContain('reasoning_content');
      expect(await fork.transcript()).toEqual(await old.transcript());
      const view = await fork.view();
      expect(view).toMatchObject({ agent: 'tester', forkOf: { turnId: old.turnId, step } });
      expect(view.input).toMatchObject({ context: { user: 'u1' }, limits: { steps: 7 } });
    }
    expect(await (await old.fork({ step: 0 })).view()).toMatchObject({ forkOf: { turnId: old.turnId, step: 1 } });

    const after = await old.fork({ step: 4, input: 'and now?', context: { user: 'u2' }, memo: { why: 'more' } });
    expect(await after.result()).toMatchObject({ outcome: 'completed', output: 'You said: and now?' });
    expect(await after.transcript()).toEqual([
      ...(await old.transcript()),
      { type: 'message', role: 'user', content: 'and now?' },
      expect.objectContaining({ type: 'message', role: 'assistant' }),
    ]);
    expect((await after.view()).input.context).toEqual({ user: 'u2' });
    expect(await old.view()).toEqual(before);

    await expect(old.fork({ step: 4 })).rejects.toThrow(
      /^input must be what the user says next, since turn ".*" had said its answer before step 4/,
    );
    await expect(old.fork({ step: 5, input: 'x' })).rejects.toThrow(
      `step must be 1 to 4 for turn "${old.turnId}", not 5`,
    );
    const stray = { type: 'function_call_output', call_id: 'call_3', output: 'again' };
    await expect(old.fork({ step: 3, input: [stray] })).rejects.toBeInstanceOf(InputRefusedError);
    const misspelt = { step: 1, turnid: 'x' };
    await expect(old.fork(misspelt)).rejects.toBeInstanceOf(TurnOptionError);
  } finally {
    await bench.close();
  }
});

test('a running turn is forked before its open step; terminated, behind it, too, with the call as interrupted', async () => {
  let begun = () => {};
  const started = new Promise<void>((resolve) => (begun = resolve));
  let forked = false;
  const stuck = numbered((n) => {
    if (n !== 3 || forked) return n;
    begun();
    return new Promise(() => undefined);
  });
  const bench = await turnBench({ tools: [stuck], model: { script: reply } });
  try {
    const old = await bench.client.startTurn('tester', 'go');
    await started;
    forked = true;
    const message = `step must be 1 to 2 for turn "${old.turnId}", which is at step 2 now, not 3`;
    await expect(old.fork({ step: 3 })).rejects.toThrow(message);
    const fork = await old.fork({ step: 2 });
    expect(await fork.result()).toMatchObject({ outcome: 'completed', steps: 2, counts: { ok: 1 } });
    expect((await old.view()).status).toBe('running');

    await bench.client.temporal.workflow.getHandle(old.turnId).terminate();
    const behind = await old.fork({ step: 3 });
    expect(await behind.result()).toMatchObject({ outcome: 'completed', output: 'All done.', steps: 1 });
    const told = (await behind.transcript()).filter((item) => item.type === 'function_call_output');
    expect(told.map((item) => item.output)).toEqual(['1', '2', expect.stringMatching(/^Interrupted: /)]);
  } finally {
    await bench.close();
  }
});

test('a failed turn goes on with another agent, on the queue of the old one, and only once for an id', async () => {
  const model = await scriptedModel({ script: reply, faults: [{ on: 2, fault: contextTooLong() }] });
  const agents = ['first', 'second'].map((name) =>
    defineAgent({
      name,
      model: `model-of-${name}`,
      provider: { baseURL: model.baseURL, apiKeyEnv: 'EVERYCALL_TEST_KEY' },
      tools: [numbered((n) => n)],
    }),
  );
  const bench = await turnBench({ model: { script: [] }, worker: { agents } });
  const elsewhere = await connect({ address: bench.address, taskQueue: `nobody-${randomUUID()}`, environment: false });
  try {
    const failed = await bench.client.startTurn('first', 'go');
    expect(await failed.result()).toMatchObject({ outcome: 'failed', error: { code: 'context_length_exceeded' } });
    await expect(failed.fork({ step: 3 })).rejects.toThrow(`1 to 2 for turn "${failed.turnId}", not 3`);

    const turnId = `fork-${randomUUID()}`;
    const again = () => elsewhere.turn(failed.turnId).fork({ step: 2, agent: 'second', turnId });
    const forks = [await again(), await again()];
    expect(await forks[1]!.result()).toMatchObject({ outcome: 'completed', output: 'All done.', steps: 2 });
    expect((await forks[0]!.view()).agent).toBe('second');
    const taken = [failed.fork({ step: 1, turnId }), forks[0]!.fork({ step: 1, turnId: failed.turnId })];
    for (const refused of taken) await expect(refused).rejects.toThrow(/^turnId must be an id that no other turn has/);
    expect(model.requests.map(({ body }) => (body as { model: string }).model)).toEqual([
      'model-of-first',
      'model-of-first',
      'model-of-second',
      'model-of-second',
    ]);
  } finally {
    await elsewhere.close();
    await bench.close();
    await model.close();
  }
});

test('what is too large for a start is taken over from the old turn, as far as the step, which may then be deleted', async () => {
  const bench = await turnBench({ tools: [numbered((n) => `${n}`.repeat(700_000))], model: { script: reply } });
  try {
    const old = await bench.client.startTurn('tester', 'go');
    await old.result();
    const fork = await old.fork({ step: 2, input: 'stop' });
    expect(await fork.result()).toMatchObject({ outcome: 'completed', output: 'You said: stop' });
    // Two outputs; the old turn has three.
    expect((await fork.view()).history.bytes).toBeLessThan(2_000_000);
    await deleted(bench, old.turnId);
    const more = await fork.fork({ step: 2, input: 'and now?' });
    expect(await more.result()).toMatchObject({ outcome: 'completed', output: 'You said: and now?' });
    const outputs = (await more.transcript()).flatMap((item) => (typeof item.output === 'string' ? [item.output] : []));
    expect(outputs.map((output) => output.length)).toEqual([700_000, 700_000]);
  } finally {
    await bench.close();
  }
});

test('a turn of a session is forked with the conversation before it', async () => {
  const bench = await turnBench({ tools: [numbered((n) => n)], model: { script: reply } });
  try {
    const session = bench.client.session('tester', `talk-${randomUUID()}`);
    await (await session.send('hello')).result();
    const second = await session.send('go');
    await second.result();
    const asked = bench.model.requests.length;
    const fork = await second.fork({ step: 2 });
    expect(await fork.result()).toMatchObject({ outcome: 'completed', steps: 2 });
    // The first of the session's requests was that of the turn before.
    expect(messagesOf(bench, asked + 1)).toEqual(messagesOf(bench, 3));
    expect(await fork.transcript()).toEqual(await second.transcript());
  } finally {
    await bench.close();
  }
});

/** Deletes a turn as the end of its retention would. */
async function deleted({ client }: TurnBench, workflowId: string): Promise<void> {
  const { connection } = client.temporal;
  const { namespace } = client;
  await connection.workflowService.deleteWorkflowExecution({ namespace, workflowExecution: { workflowId } });
  const isThere = () =>
    client
      .turn(workflowId)
      .view()
      .then(
        () => true,
        () => false,
      );
  for (const end = Date.now() + 30_000; Date.now() < end && (await isThere()););
}
