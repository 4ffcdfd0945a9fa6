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
    await expect(again).rejects.toThrow('so this one was left out (its overlap policy is "skip")');
    expect((await client.schedules.show(scheduleId)).counts).toEqual({ started: 1, missed: 0, skipped: 1 });
    await client.temporal.workflow.getHandle(turn.turnId).terminate();
  } finally {
    await client.schedules.delete(scheduleId);
    await client.close();
  }
});

test('turns that are triggered within one second are turns of their own', async () => {
  const bench = await turnBench({ model: { script: () => say('Done.') } });
  const { schedules } = bench.client;
  const scheduleId = id('quick');
  try {
    await schedules.create('tester', 'Go.', { scheduleId, every: '1h' });
    const turns = [];
    for (let i = 0; i < 4; i += 1) {
      const turn = await schedules.trigger(scheduleId);
      expect(await turn.result()).toMatchObject({ outcome: 'completed' });
      turns.push(turn.turnId);
      // The server frees the place of a turn that has ended a little later.
      await until(async () => (await running(bench.client, scheduleId)) === 0 || undefined);
    }
    expect(new Set(turns).size).toBe(4);
    expect((await schedules.show(scheduleId)).counts.started).toBe(4);
  } finally {
    await schedules.delete(scheduleId);
    await bench.close();
  }
});

/** Turns that the schedule counts as running. */
async function running({ temporal }: EverycallClient, scheduleId: string): Promise<number> {
  return (await temporal.schedule.getHandle(scheduleId).describe()).info.runningActions.length;
}

test('what is named is changed, and all else stays', async () => {
  const client = await lonely();
  const { schedules } = client;
  const scheduleId = id('changing');
  try {
    await schedules.create('writer', 'Report.', {
      scheduleId,
      cron: '0 9 * * 1-5',
      timezone: 'Europe/Paris',
      overlap: 'queue',
      catchup: '1h',
      context: { user: 'u1' },
      limits: { steps: 3 },
      memo: { why: 'test' },
      stream: true,
      paused: true,
    });
    const turn = await schedules.trigger(scheduleId);
    const before = await schedules.show(scheduleId);
    const { counts: _, ...same } = before;
    const later = await schedules.update(scheduleId, { cron: '30 8 * * *' });
    expect(later).toMatchObject({ ...same, cron: '30 8 * * *', nextAt: expect.any(Array) as number[] });
    expect(later.counts.started).toBe(1);
    expect(new Date(later.nextAt[0]!).getUTCMinutes()).toBe(30);
    const listed = await until(async () => {
      const all = await schedules.list({ limit: 1_000 });
      return all.find((one) => one.scheduleId === scheduleId && one.cron === '30 8 * * *');
    });
    expect(listed).toMatchObject({ agent: 'writer', timezone: 'Europe/Paris', paused: true });

    const changes = { input: 'Report anew.', every: '2h', overlap: 'parallel', catchup: '1m', stream: false } as const;
    const changed = await schedules.update(scheduleId, { ...changes, limits: { steps: 5 }, context: null });
    expect(changed).toMatchObject({ everyMs: 7_200_000, overlap: 'parallel', catchupMs: 60_000, paused: true });
    expect(changed).not.toHaveProperty('cron');
    expect(changed).not.toHaveProperty('timezone');
    expect(changed.input).toEqual({
      agent: 'writer',
      input: [{ type: 'message', role: 'user', content: 'Report anew.' }],
      context: null,
      limits: { steps: 5 },
    });
    const next = await schedules.trigger(scheduleId);
    const { memo } = await client.temporal.workflow.getHandle(next.turnId).describe();
    expect(memo).toMatchObject({ why: 'test' });
    expect(await next.view()).toMatchObject({ agent: 'writer', schedule: scheduleId, input: changed.input });

    for (const [wrong, message] of [
      [{}, 'changes must be something of input, every'],
      [{ cron: '99 * * * *' }, 'Minute is not in range'],
      [{ timezone: 'Mars/Phobos' }, 'every and cron must be one of them'],
      [{ cron: '@daily', timezone: 'Mars/Phobos' }, 'timezone must be the name of a time zone'],
      [{ agent: 'other' }, 'the name of an option in changes must be one of input'],
      [{ limits: { steps: 0 } }, 'limits.steps must be a whole number'],
    ] as [object, string][]) {
      await expect(schedules.update(scheduleId, wrong)).rejects.toThrow(message);
    }
    expect((await schedules.show(scheduleId)).input).toEqual(changed.input);
    await expect(schedules.update('never', { every: '1h' })).rejects.toBeInstanceOf(ScheduleNotFoundError);
    for (const { turnId } of [turn, next]) await client.temporal.workflow.getHandle(turnId).terminate();
  } finally {
    await schedules.delete(scheduleId);
    await client.close();
  }
});

test('a schedule of turns that somebody else made is shown as far as it can be read', async () => {
  const client = await lonely();
  const scheduleId = id('by-hand');
  const action = { type: 'startWorkflow', workflowType: 'agentTurn', taskQueue: 'q', args: ['go'] } as const;
  const handle = await client.temporal.schedule.create({ scheduleId, spec: {}, action });
  try {
    expect(await client.schedules.show(scheduleId)).toMatchObject({ agent: '', input: { input: [] }, nextAt: [] });
    const changing = client.schedules.update(scheduleId, { input: 'x' });
    await expect(changing).rejects.toThrow('scheduleId must be that of a schedule which everycall made');
  } finally {
    await handle.delete();
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
    ['scheduleId must be without double quotes and backslashes', { every: '1h', scheduleId: 'say "hi"' }],
    ['scheduleId must be without double quotes and backslashes', { every: '1h', scheduleId: 'a\\b' }],
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
