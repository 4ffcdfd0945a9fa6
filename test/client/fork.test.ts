/** What keeps a turn from being forked is told before anything is sent: here no client would answer. */
import type { Client } from '@temporalio/client';
import { ForkRefusedError, TurnOptionError, type TurnView } from '../../src/client.js';
import { startFork, type ForkOptions } from '../../src/client/fork.js';

const NOBODY = {} as Client;

const said = (id: string, step: number, content = id) => ({
  id,
  step,
  item: { type: 'message', role: 'user', content },
});
const running = (entries: object[], more: object = {}) =>
  ({
    turnId: 'old',
    runId: 'run-1',
    agent: 'tester',
    status: 'running',
    taskQueue: 'q',
    input: { agent: 'tester', input: [] },
    steps: [{ step: 1, state: 'done', calls: [{ state: 'done', name: 'x' }] }],
    entries,
    ...more,
  }) as unknown as TurnView;
const fork = (view: TurnView, options: ForkOptions) => startFork(NOBODY, () => Promise.resolve(view), options);

test('a turn whose own beginning is not there yet, or never will be, is not forked as if it had none', async () => {
  const turn = { beforeMissing: true };
  await expect(fork(running([said('a', 0)], turn), { step: 1 })).rejects.toMatchObject({ why: 'pending' });
  const ended = fork(running([said('a', 0)], { ...turn, status: 'failed' }), { step: 1 });
  await expect(ended).rejects.toBeInstanceOf(ForkRefusedError);
  await expect(ended).rejects.toThrow(`turn "old" can't be forked: it ended before`);
});

test('what is too large for a start is not taken from a running turn by ids that it has not given yet', async () => {
  const large = 'x'.repeat(1_100_000);
  const result = (id: string) => fork(running([said('a', 0, large), said(id, 1)]), { step: 2 });
  await expect(result('run-1.1.0')).rejects.toMatchObject({ why: 'pending' });
  // Then it is sent.
  await expect(result('given')).rejects.toBeInstanceOf(TypeError);
});

test("a fork can't be its own origin", async () => {
  const own = fork(running([said('a', 0)]), { step: 1, turnId: 'old' });
  await expect(own).rejects.toBeInstanceOf(TurnOptionError);
  await expect(own).rejects.toThrow('turnId must be another than that of the old turn, not "old"');
});
