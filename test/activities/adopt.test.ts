/** Reading another run for the one that goes on from it: a worker that reads for long says that it is there. */
import { asyncLocalStorage, type Context } from '@temporalio/activity';
import { adoptActivity } from '../../src/activities/adopt.js';

test('it heartbeats while it reads, and no longer; a run that is gone is told as such', async () => {
  let beats = 0;
  let beat: () => void = () => undefined;
  const beaten = new Promise<void>((resolve) => (beat = resolve));
  let answer: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const gone = Object.assign(new Error('no such run'), { code: 5 });
  const connection = {
    withDeadline: (_at: number, ask: () => unknown) => ask(),
    withAbortSignal: (_signal: unknown, ask: () => unknown) => ask(),
    workflowService: {
      describeWorkflowExecution: async () => {
        await answered;
        throw gone;
      },
    },
  };
  const context = {
    info: { workflowExecution: { workflowId: 's', runId: 'r' } },
    client: { connection, workflow: { options: { namespace: 'default' } } },
    heartbeat: () => {
      beats += 1;
      beat();
    },
  } as unknown as Context;
  const read = asyncLocalStorage.run(context, () =>
    adoptActivity(false)({ source: { kind: 'turn-own', workflowId: 's/1' }, from: 0 }),
  );
  await beaten;
  answer();
  await expect(read).rejects.toMatchObject({ type: 'everycall.entries_gone', nonRetryable: true });
  expect(beats).toBe(1);
});
