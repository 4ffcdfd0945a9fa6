import { jest } from '@jest/globals';
import { reportElapsed } from '../../src/server/report-elapsed.js';

describe('reportElapsed', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('says every 10 s for how long the work runs, and stops with it', async () => {
    const lines: string[] = [];
    let finish: (value: string) => void = () => undefined;
    const work = new Promise<string>((resolve) => {
      finish = resolve;
    });
    const done = reportElapsed(work, 'building', (line) => lines.push(line));
    jest.advanceTimersByTime(25_000);
    expect(lines).toEqual(['building: 10 s', 'building: 20 s']);
    finish('built');
    await expect(done).resolves.toBe('built');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('stops when the work fails', async () => {
    const work = Promise.reject(new Error('no'));
    await expect(reportElapsed(work, 'building', () => undefined)).rejects.toThrow('no');
    expect(jest.getTimerCount()).toBe(0);
  });
});
