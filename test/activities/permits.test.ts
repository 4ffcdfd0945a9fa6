/** Leased permits: one ask for many calls, told waits go both ways, and a gate that is gone holds nobody up for long. */
import { setMaxListeners } from 'node:events';
import { jest } from '@jest/globals';
import { ModelLine } from '../../src/activities/model-line.js';
import { Permits } from '../../src/activities/permits.js';
import { leasePermits, UNSPENT, type Lease, type LeaseAsk, type MinuteRate } from '../../src/protocol/rate-lease.js';

const { signal } = new AbortController();
setMaxListeners(0, signal);

/** A gate in this process that answers 20 ms later, and the workers that ask it. */
function site(rate: MinuteRate, workers = 1) {
  const asks: LeaseAsk[] = [];
  const notes: string[] = [];
  const gate = { gone: false, state: UNSPENT, aheadMs: 0, slowMs: 0 };
  const ask = async (asked: LeaseAsk): Promise<Lease> => {
    asks.push(asked);
    await new Promise((answer) => setTimeout(answer, 20));
    if (gate.gone) throw new Error('no gate');
    const { lease, state } = leasePermits(gate.state, asked, Date.now() + gate.aheadMs);
    gate.state = state;
    if (gate.slowMs > 0) await new Promise((answer) => setTimeout(answer, gate.slowMs));
    return lease;
  };
  const lines = Array.from({ length: workers }, () => {
    const note = (level: string, message: string) => notes.push(`${level}: ${message}`);
    return new ModelLine('model m', new Permits('shared', rate, ask, note), note);
  });
  return { asks, notes, gate, lines, line: lines[0]! };
}

/** Sends calls, answered at once with so many tokens; when each went. */
function send(line: ModelLine, count: number, tokens = 0): number[] {
  const sent: number[] = [];
  for (let i = 0; i < count; i += 1) {
    void (async () => {
      const pass = await line.enter(signal);
      sent.push(pass.sentAt);
      line.answered(pass, tokens);
    })();
  }
  return sent;
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test('a hundred calls take about an ask a second, and none goes too soon', async () => {
  const { asks, line } = site({ requestsPerMinute: 600 });
  const sent = send(line, 100);
  await jest.advanceTimersByTimeAsync(12_000);
  expect(sent).toHaveLength(100);
  expect(asks.length).toBeLessThan(14);
  for (let i = 10; i < sent.length; i += 1) expect(sent[i]! - sent[i - 10]!).toBeGreaterThan(1_000);
});

test('two workers together keep to the limit, and each gets its share', async () => {
  const { lines } = site({ requestsPerMinute: 600 }, 2);
  const [one, two] = lines.map((line) => send(line, 100));
  await jest.advanceTimersByTimeAsync(10_500);
  const all = [...one!, ...two!].toSorted((a, b) => a - b);
  expect(all.length).toBeGreaterThan(90);
  for (let i = 10; i < all.length; i += 1) expect(all[i]! - all[i - 10]!).toBeGreaterThan(999);
  for (const sent of [one!, two!]) expect(sent.length).toBeGreaterThan(30);
});

test('the other workers learn of a told wait from the gate', async () => {
  const { lines } = site({ requestsPerMinute: 600 }, 2);
  const pass = await Promise.all([lines[0]!.enter(signal), jest.advanceTimersByTimeAsync(100)]);
  lines[0]!.refused(pass[0], 5_000);
  await jest.advanceTimersByTimeAsync(100);
  const sent = send(lines[1]!, 3);
  await jest.advanceTimersByTimeAsync(4_700);
  expect(sent).toEqual([]);
  expect(lines[1]!.waitText()).toContain('the service asks to wait');
  await jest.advanceTimersByTimeAsync(1_000);
  expect(sent).toHaveLength(3);
});

test('a wait that is told while the gate is being asked is told to the gate at once', async () => {
  const { asks, line } = site({ requestsPerMinute: 600 });
  const [pass] = await Promise.all([line.enter(signal), jest.advanceTimersByTimeAsync(100)]);
  send(line, 1);
  line.refused(pass, 5_000);
  await jest.advanceTimersByTimeAsync(100);
  expect(asks.map(({ toldMs }) => toldMs)).toEqual([undefined, undefined, 5_000]);
});

test('tokens are expected by what answers used, and corrected by it', async () => {
  const { asks, line } = site({ tokensPerMinute: 600_000 });
  send(line, 1, 5_000);
  await jest.advanceTimersByTimeAsync(100);
  send(line, 1, 5_000);
  await jest.advanceTimersByTimeAsync(100);
  expect(asks.map((asked) => [asked.tokensEach, asked.correction])).toEqual([
    [1_000, undefined],
    [1_800, 4_000],
  ]);
});

test('a gate that is gone is asked again after a while; till then the worker keeps to the limit alone', async () => {
  const { asks, notes, gate, line } = site({ requestsPerMinute: 600 });
  gate.gone = true;
  const sent = send(line, 50);
  await jest.advanceTimersByTimeAsync(7_000);
  expect(sent).toHaveLength(50);
  expect(sent.at(-1)! - sent[0]!).toBeGreaterThan(4_900);
  expect(asks).toHaveLength(1);
  gate.gone = false;
  await jest.advanceTimersByTimeAsync(30_000);
  expect(send(line, 5)).toEqual([]);
  await jest.advanceTimersByTimeAsync(1_000);
  expect(asks.length).toBeGreaterThan(1);
  expect(notes).toEqual([
    "warn: shared: the limit can't be shared with other workers now, this one keeps to it alone: no gate",
    'info: shared: the limit is shared with the other workers again',
  ]);
});

test('workers that lose the gate keep to their shares of the limit, not each to all of it', async () => {
  const { gate, lines } = site({ requestsPerMinute: 600 }, 2);
  const both = lines.map((line) => send(line, 90));
  await jest.advanceTimersByTimeAsync(3_000);
  gate.gone = true;
  await jest.advanceTimersByTimeAsync(12_000);
  const sent = both.flat().filter((at) => at > performance.now() - 10_000);
  expect(sent.length).toBeGreaterThan(80);
  expect(sent.length).toBeLessThanOrEqual(100);
});

test.each([7_200_000, -7_200_000])(
  'with a gate whose clock is %i ms ahead a worker alone loses no time',
  async (by) => {
    const { gate, line } = site({ requestsPerMinute: 600 });
    gate.aheadMs = by;
    send(line, 10);
    await jest.advanceTimersByTimeAsync(2_000);
    gate.gone = true;
    const sent = send(line, 20);
    await jest.advanceTimersByTimeAsync(3_000);
    expect(sent).toHaveLength(20);
  },
);

test.each([7_200_000, -7_200_000])('a local clock that is set by %i ms holds no call up', async (by) => {
  const { gate, line } = site({ requestsPerMinute: 600 });
  send(line, 20);
  await jest.advanceTimersByTimeAsync(3_000);
  jest.setSystemTime(Date.now() + by);
  gate.aheadMs = -by;
  const sent = send(line, 20);
  await jest.advanceTimersByTimeAsync(4_000);
  expect(sent).toHaveLength(20);
});

test.each([7_200_000, -7_200_000])('a worker alone goes by a clock that nobody sets, %i ms', async (by) => {
  const { gate, line } = site({ requestsPerMinute: 600 });
  gate.gone = true;
  send(line, 10);
  await jest.advanceTimersByTimeAsync(2_000);
  jest.setSystemTime(Date.now() + by);
  const sent = send(line, 20);
  await jest.advanceTimersByTimeAsync(3_000);
  expect(sent).toHaveLength(20);
});

test('a permit whose answer took a while on its way is used, not asked for again and again', async () => {
  const { asks, gate, line } = site({ requestsPerMinute: 600 });
  gate.slowMs = 150;
  for (let n = 1; n < 6; n += 1) {
    const sent = send(line, 1);
    await jest.advanceTimersByTimeAsync(300);
    expect(sent).toHaveLength(1);
    expect(asks).toHaveLength(n);
    await jest.advanceTimersByTimeAsync(2_000);
  }
});

test('permits that nobody used in time are not used later', async () => {
  const { line, lines } = site({ requestsPerMinute: 600 });
  const cancel = new AbortController();
  const left = Array.from({ length: 10 }, () => Promise.resolve(line.enter(cancel.signal)).catch(() => 'left'));
  await jest.advanceTimersByTimeAsync(50);
  cancel.abort(new Error('cancelled'));
  await expect(Promise.all(left)).resolves.toContain('left');
  await jest.advanceTimersByTimeAsync(10_000);
  const sent = send(lines[0]!, 10);
  await jest.advanceTimersByTimeAsync(500);
  expect(sent.length).toBeLessThanOrEqual(6);
});
