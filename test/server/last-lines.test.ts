import { LastLines } from '../../src/server/last-lines.js';

describe('LastLines', () => {
  it('joins lines over chunks, skips empty ones and includes the unfinished one', () => {
    const seen: string[] = [];
    const lines = new LastLines((line) => seen.push(line));
    lines.push('on');
    lines.push('e\n\n two\nthr');
    expect(lines.read()).toEqual(['one', 'two', 'thr']);
    expect(seen).toEqual(['one', 'two']);
  });

  it('keeps at most 10 lines of 500 characters, whatever comes', () => {
    const lines = new LastLines();
    for (let i = 0; i < 100; i += 1) lines.push(`${i}${'x'.repeat(600)}\n`);
    lines.push('y'.repeat(10_000));
    expect(lines.read()).toHaveLength(10);
    expect(lines.read()[0]).toMatch(/^91x/);
    expect(Math.max(...lines.read().map((line) => line.length))).toBe(500);
  });
});
