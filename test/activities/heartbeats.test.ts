import { jest } from '@jest/globals';
import { Heartbeats } from '../../src/activities/heartbeats.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** The times at which heartbeats are sent, from 0. */
function begun() {
  const began = performance.now();
  const sent: number[] = [];
  return { sent, heartbeats: new Heartbeats(() => sent.push(performance.now() - began)) };
}

test('by itself it beats every 2 s, and never again once it was stopped', () => {
  const { sent, heartbeats } = begun();
  jest.advanceTimersByTime(5_000);
  expect(sent).toEqual([2_000, 4_000]);
  heartbeats.stop();
  heartbeats.soon(100);
  heartbeats.now();
  jest.advanceTimersByTime(10_000);
  expect(sent).toHaveLength(2);
});

test('the first news goes at once, what comes in between goes together, and silence falls back to 2 s', () => {
  const { sent, heartbeats } = begun();
  for (let ms = 0; ms < 250; ms += 10) {
    heartbeats.soon(100);
    jest.advanceTimersByTime(10);
  }
  jest.advanceTimersByTime(3_000);
  expect(sent).toEqual([0, 100, 200, 300, 2_300]);
  heartbeats.stop();
});

test('a heartbeat that is due sooner is not put off by a slower pace', () => {
  const { sent, heartbeats } = begun();
  heartbeats.now();
  heartbeats.soon(100);
  heartbeats.soon(1_000);
  jest.advanceTimersByTime(150);
  expect(sent).toEqual([0, 100]);
  heartbeats.stop();
});
