/** A turn of a schedule that goes on in further runs stays one turn of it: in lists, and for what may overlap. */
import { call, say } from '../../../src/testing.js';
import { numbered } from '../../harness/echo-tools.js';
import { longBench } from '../../harness/long-bench.js';
import { until } from '../../harness/until.js';

const STEPS = 16;

test('it is listed once, and holds back the next one until its last run has ended', async () => {
  let bench: Awaited<ReturnType<typeof longBench>> | undefined;
  const script = (_request: unknown, { conversation: { step } }: { conversation: { step: number } }) => {
    // Held before its last step, in another run than its first.
    if (step === STEPS - 1) bench!.model.hold();
    return step < STEPS ? call('numbered', { n: step }, `call_${step}`) : say('Done.');
  };
  bench = await longBench(40, {
    tools: [numbered((n) => n)],
    agent: { limits: { steps: 100 } },
    model: { script },
  });
  const { client, model } = bench;
  const scheduleId = 'long';
  try {
    await client.schedules.create('tester', 'Go on.', { scheduleId, every: '1h' });
    const turn = await client.schedules.trigger(scheduleId);
    await model.requestArrived(STEPS);
    expect((await bench.runsOf(turn.turnId)).length).toBeGreaterThan(1);
    await expect(client.schedules.trigger(scheduleId)).rejects.toThrow('so this one was left out');
    model.release();
    expect(await turn.result()).toMatchObject({ outcome: 'completed', steps: STEPS });
    const ended = () => client.list({ schedule: scheduleId, status: 'completed' });
    await until(async () => (await ended()).length > 0);
    const listed = await client.list({ schedule: scheduleId });
    expect(listed).toMatchObject([{ turnId: turn.turnId, agent: 'tester', status: 'completed', schedule: scheduleId }]);
    const fork = await turn.fork({ step: STEPS });
    expect(await fork.result()).toMatchObject({ outcome: 'completed', steps: 1 });
  } finally {
    await bench.close();
  }
}, 60_000);
