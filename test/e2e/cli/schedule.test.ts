/** `everycall schedule …`, a built command: make, list, show, trigger, pause and delete, and what a person is warned of. */
import { randomUUID } from 'node:crypto';
import { testAddress } from '../../harness/turn-bench.js';
import { everycall } from './command.js';
import { served, type Served } from './served.js';

const address = ['--address', testAddress()];
const queue = ['--task-queue', `cli-${randomUUID()}`];
let serving: Served;

const schedule = (...args: readonly string[]) => everycall(['schedule', ...args, ...address]);

beforeAll(async () => {
  serving = await served([...address, ...queue]);
});
afterAll(async () => {
  await serving.stop();
});

test('a schedule is made, shown, triggered, paused and deleted', async () => {
  const id = `standing-${randomUUID()}`;
  const made = await schedule('tester', 'Good morning.', '--every', '90m', '--id', id, '--limit', 'steps=2', ...queue);
  expect(made).toMatchObject({ code: 0, stdout: `${id}\n` });
  expect(made.stderr).toMatch(/^every 90m; next turn at \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ\n$/);

  const triggered = await schedule('trigger', id);
  expect(triggered.stdout).toMatch(new RegExp(`^${id}-\\d{4}-.*Z\\n$`));
  const turnId = triggered.stdout.trim();
  const followed = await everycall(['run', 'tester', 'x', '--turn-id', turnId, ...address, ...queue]);
  expect(followed).toMatchObject({ code: 0, stdout: 'Good morning.\n' });
  expect((await everycall(['show', turnId, ...address])).stdout).toContain(`started by schedule ${id}\n`);

  expect(await schedule('pause', id, '--note', 'holidays')).toMatchObject({ code: 0, stdout: 'paused\n' });
  const { stdout } = await schedule('show', id);
  expect(stdout).toContain(`schedule ${id} · agent tester · every 90m · paused\n`);
  expect(stdout).toContain('says      Good morning.\nlimits    {"steps":2}\n');
  expect(stdout).toMatch(/^note +holidays\nturns +1 started, 0 missed, 0 left out$/m);
  const shown: unknown = JSON.parse((await schedule('show', id, '--json')).stdout);
  expect(shown).toMatchObject({ scheduleId: id, everyMs: 5_400_000, paused: true, recent: [{ turnId }] });
  expect(await schedule('list')).toMatchObject({ stdout: expect.stringMatching(/^SCHEDULE +AGENT +WHEN/) as string });
  expect(await schedule('resume', id)).toMatchObject({ code: 0, stdout: 'resumed\n' });

  const changed = await schedule('update', id, 'Good night.', '--cron', '0 22 * * *', '--timezone', 'Europe/Paris');
  expect(changed).toMatchObject({ code: 0, stdout: `${id}\n` });
  expect(changed.stderr).toMatch(/^cron 0 22 \* \* \* Europe\/Paris; next turn at \d{4}-/);
  expect((await schedule('show', id)).stdout).toContain('says      Good night.\nlimits    {"steps":2}\n');
  expect(await schedule('update', id)).toMatchObject({ code: 2, stdout: '' });

  expect(await schedule('delete', id)).toMatchObject({ code: 0, stdout: 'deleted\n' });
  const gone = { code: 1, stdout: '', stderr: expect.stringContaining(`there is no schedule "${id}"`) as string };
  expect(await schedule('show', id)).toMatchObject(gone);
});

test('what keeps the turns from running is told when the schedule is made', async () => {
  const unknown = await schedule('create', 'testr', 'Hi.', '--every', '24h', ...queue);
  expect(unknown.code).toBe(0);
  expect(unknown.stderr).toMatch(
    /^no worker of task queue "cli-.*" has an agent "testr"; the agents there are: other, tester$/m,
  );
  const nobody = `nobody-${randomUUID()}`;
  const alone = await schedule('tester', '-', '--cron', '@daily', '--task-queue', nobody, '--paused');
  expect(alone).toMatchObject({ code: 2, stderr: expect.stringContaining('standard input is empty') as string });
  const lonely = await schedule('tester', 'Hi.', '--cron', '@daily', '--task-queue', nobody, '--paused', '--json');
  expect(JSON.parse(lonely.stdout)).toMatchObject({ cron: '@daily', paused: true, overlap: 'skip', taskQueue: nobody });
  expect(lonely.stderr).toMatch(
    /^no worker polls task queue "nobody-.* now: turns will wait\. Start one: .*worker AGENTS_FILE/m,
  );
  const ids = [unknown.stdout.trim(), (JSON.parse(lonely.stdout) as { scheduleId: string }).scheduleId];
  const [first = '', ...others] = ids;
  expect(JSON.parse((await schedule('resume', first, '--json')).stdout)).toMatchObject({
    scheduleId: first,
    paused: false,
  });
  expect(JSON.parse((await schedule('pause', first, '--json')).stdout)).toMatchObject({ paused: true });
  expect(JSON.parse((await schedule('delete', first, '--json')).stdout)).toEqual({ scheduleId: first });
  for (const id of others) expect(await schedule('delete', id)).toMatchObject({ code: 0 });
});

test('a bad option is one line and exit code 2', async () => {
  const bad = await schedule('tester', 'Hi.', '--cron', '99 * * * *');
  expect(bad).toMatchObject({ code: 2, stdout: '' });
  expect(bad.stderr).toMatch(
    /^everycall: cron must be a cron expression that the server takes .*not "99 \* \* \* \*"\n$/,
  );
  expect(await schedule('tester', 'Hi.')).toMatchObject({ code: 2 });
  expect(await schedule('tester', 'Hi.', '--every', '1h', '--limit', 'step=1')).toMatchObject({ code: 2 });
});
