/** Schedules on a real server: turns that it starts by itself, by hand, or not at all, and what is refused before. */
import { randomUUID } from 'node:crypto';
import {
  connect,
  InputTooLargeError,
  ScheduleExistsError,
  ScheduleNotFoundError,
  ScheduleNotTriggeredError,
  TurnOptionError,
  type EverycallClient,
  type ScheduleOptions,
} from '../../../src/client.js';
import { say } from '../../../src/testing.js';
import { testAddress, turnBench } from '../../harness/turn-bench.js';

const id = (name: string) => `${name}-${randomUUID()}`;

/** Asks until there is something; the server tells of nothing by itself. */
async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 30_000; Date.now() < end;) {
    const found = await ask();
    if (found !== undefined) return found;
  }
  throw new Error('nothing came within 30 s');
}

/** A client on a task queue that nobody works on: turns there wait. */
const lonely = () => connect({ address: testAddress(), taskQueue: id('nobody'), environment: false });

test('the server starts turns by itself, each of them one like any other', async () => {
  const bench = await turnBench({ model: { script: () => say('Tidied up.') } });
  const { schedules } = bench.client;
  const scheduleId = id('tidy');
  try {
    const options = {
      scheduleId,
      every: '1s',
      context: { user: 'u1' },
      limits: { steps: 3 },
      memo: { why: 'test' },
    } as const;
    const made = await schedules.create('tester', 'Tidy up.', options);
    expect(made).toMatchObject({
      scheduleId,
      agent: 'tester',
      everyMs: 1_000,
      overlap: 'skip',
      catchupMs: 600_000,
      paused: false,
    });
    const first = await until(async () => (await schedules.show(scheduleId)).recent[0]);
    await schedules.delete(scheduleId);

    expect(first.turnId).toMatch(new RegExp(`^${scheduleId}-\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$`));
    const turn = bench.client.turn(first.turnId);
    expect(await turn.result()).toMatchObject({ outcome: 'completed', output: 'Tidied up.' });
    expect(await turn.view()).toMatchObject({
      schedule: scheduleId,
      input: { agent: 'tester', context: { user: 'u1' }, limits: { steps: 3 }, input: [{ content: 'Tidy up.' }] },
    });
    const listed = await until(async () =>
      (await bench.client.list({ schedule: scheduleId, status: 'completed' })).at(-1),
    );
    expect(listed).toMatchObject({ turnId: first.turnId, agent: 'tester', schedule: scheduleId });
    await expect(schedules.show(scheduleId)).rejects.toBeInstanceOf(ScheduleNotFoundError);
  } finally {
    await schedules.delete(scheduleId).catch(() => undefined);
    await bench.close();
  }
});

test('a schedule is listed, paused, resumed and triggered by hand', async () => {
  const client = await lonely();
  const scheduleId = id('report');
  try {
    const cron = '0 9 * * 1-5';
    await client.schedules.create('writer', 'Report.', {
      scheduleId,
      cron,
      timezone: 'Europe/Paris',
      overlap: 'parallel',
      paused: true,
    });
    await expect(client.schedules.create('writer', 'Report.', { scheduleId, every: '1h' })).rejects.toBeInstanceOf(
      ScheduleExistsError,
    );
    const listed = await until(async () =>
      (await client.schedules.list({ limit: 1_000 })).find((one) => one.scheduleId === scheduleId),
    );
    expect(listed).toMatchObject({ agent: 'writer', cron, timezone: 'Europe/Paris', paused: true, recent: [] });
    expect(new Date(listed.nextAt[0]!).getUTCMinutes()).toBe(0);

    await client.schedules.resume(scheduleId, 'back from holidays');
    expect(await client.schedules.show(scheduleId)).toMatchObject({
      paused: false,
      note: 'back from holidays',
      overlap: 'parallel',
    });
    await client.schedules.pause(scheduleId);
    const turn = await client.schedules.trigger(scheduleId);
    expect(await turn.view()).toMatchObject({ agent: 'writer', status: 'running', schedule: scheduleId });
    const { recent, counts } = await client.schedules.show(scheduleId);
    expect(recent.map(({ turnId }) => turnId)).toEqual([turn.turnId]);
    expect(counts).toEqual({ started: 1, missed: 0, skipped: 0 });
    await client.temporal.workflow.getHandle(turn.turnId).terminate();
  } finally {
    await client.schedules.delete(scheduleId);
    await client.close();
  }
});

test('a turn is left out while the one before runs, and a trigger says so', async () => {
  const client = await lonely();
  const scheduleId = id('busy');
  try {
    await client.schedules.create('writer', 'Report.', { scheduleId, every: '1h' });
    const turn = await client.schedules.trigger(scheduleId);
    const again = client.schedules.trigger(scheduleId);
    await expect(again).rejects.toBeInstanceOf(ScheduleNotTriggeredError);
    await expect(again).rejects.toThrow('its overlap policy is "skip"');
    await client.temporal.workflow.getHandle(turn.turnId).terminate();
  } finally {
    await client.schedules.delete(scheduleId);
    await client.close();
  }
});

describe('nothing is made of what can not be used', () => {
  let client: EverycallClient;
  beforeAll(async () => (client = await lonely()));
  afterAll(() => client.close());

  test.each<[string, object]>([
    ['every and cron must be one of them', {}],
    ['every and cron must be one of them', { every: '1h', cron: '@hourly' }],
    ['every must be a duration from 1s to 366d, e.g. \'1h\' or milliseconds, not "soon"', { every: 'soon' }],
    ['every must be whole seconds, not 1500', { every: 1_500 }],
    ['cron must be a cron expression that the server takes (it says: Minute is not in range', { cron: '99 * * * *' }],
    ['timezone must be the name of a time zone', { cron: '0 9 * * *', timezone: 'Mars/Phobos' }],
    ['timezone must be absent', { every: '1h', timezone: 'Europe/Paris' }],
    ['overlap must be skip, queue, cancel, parallel, not "stack"', { every: '1h', overlap: 'stack' }],
    ['catchup must be a duration from 10s', { every: '1h', catchup: '1s' }],
    ['limits.steps must be a whole number', { every: '1h', limits: { steps: 0 } }],
    ['the name of an option in options must be one of scheduleId', { every: '1h', turnId: 'x' }],
    ['scheduleId must be 1 to 200 characters', { every: '1h', scheduleId: 'x'.repeat(201) }],
  ])('%s', async (message, options) => {
    const making = client.schedules.create('writer', 'Report.', { scheduleId: 'never', ...options } as ScheduleOptions);
    await expect(making).rejects.toBeInstanceOf(TurnOptionError);
    await expect(making).rejects.toThrow(message);
    await expect(client.schedules.show('never')).rejects.toThrow('there is no schedule "never" in namespace "default"');
  });

  test('an input that the server would have to keep in too many copies', async () => {
    const making = client.schedules.create('writer', 'x'.repeat(600_000), { every: '1h' });
    await expect(making).rejects.toBeInstanceOf(InputTooLargeError);
  });

  test('a schedule that starts no turns is left alone', async () => {
    const scheduleId = id('foreign');
    const action = { type: 'startWorkflow', workflowType: 'billing', taskQueue: 'billing', args: [] } as const;
    const handle = await client.temporal.schedule.create({ scheduleId, spec: {}, action });
    for (const touching of [client.schedules.delete(scheduleId), client.schedules.trigger(scheduleId)]) {
      await expect(touching).rejects.toThrow('starts no turns but workflows of type "billing"');
    }
    await handle.delete();
  });
});
