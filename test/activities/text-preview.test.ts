import { jest } from '@jest/globals';
import fc from 'fast-check';
import { TextPreviewer } from '../../src/activities/text-preview.js';
import { MOST_TAIL_BYTES } from '../../src/contract/text-preview.js';
import { wellFormed } from '../../src/protocol/well-formed.js';

const previewer = (changed: (everyMs: number) => void = () => undefined) => new TextPreviewer(1, changed);
const jsonBytes = (text: string) => Buffer.byteLength(JSON.stringify(text));

test('the tail is the end of the text, bounded as JSON, and as long as the bound allows', () => {
  const unit = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 3_000 }),
    fc.string({ unit: fc.constantFrom('\u0000', '"', 'é', '\u{1F600}', '\ud83d', '\ude00'), maxLength: 9_000 }),
  );
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 12 }), (pieces) => {
      const texts = previewer();
      const say = texts.begin();
      pieces.forEach(say);
      const whole = pieces.join('').replace(/[\ud800-\udbff]$/, '');
      const { offset, tail } = texts.preview ?? { offset: 0, tail: '' };
      expect(offset + tail.length).toBe(whole.length);
      expect(wellFormed(whole).slice(offset)).toBe(tail);
      expect(jsonBytes(tail)).toBeLessThanOrEqual(MOST_TAIL_BYTES);
      if (offset > 0) expect(jsonBytes(tail)).toBeGreaterThan(MOST_TAIL_BYTES - 12);
    }),
    { seed: 5, numRuns: 300 },
  );
});

test('a pair that comes in two pieces is told whole', () => {
  const texts = previewer();
  const say = texts.begin();
  say('a\ud83d');
  expect(texts.preview).toMatchObject({ offset: 0, tail: 'a' });
  say('\ude00b');
  expect(texts.preview).toMatchObject({ offset: 0, tail: 'a\u{1F600}b' });
});

test('of a long answer the place of the tail is known', () => {
  const texts = previewer();
  const say = texts.begin();
  for (let i = 0; i < 2_000; i += 1) say('x'.repeat(1_000));
  expect(texts.preview).toMatchObject({ offset: 2_000_000 - (MOST_TAIL_BYTES - 2) });
});

test('another text has another id, and pieces of the one before are no part of it', () => {
  const texts = previewer();
  const first = texts.begin();
  first('one');
  const { id } = texts.preview!;
  const second = texts.begin();
  expect(texts.preview).toBeUndefined();
  first(' late');
  second('two');
  expect(texts.preview).toMatchObject({ tail: 'two', offset: 0 });
  expect(texts.preview!.id).not.toBe(id);
  texts.drop();
  second(' late');
  expect(texts.preview).toBeUndefined();
});

test('asks for a heartbeat every 100 ms at first, and every second once a text streams for 10 s', () => {
  jest.useFakeTimers();
  try {
    const paces: number[] = [];
    const say = previewer((everyMs) => paces.push(everyMs)).begin();
    jest.advanceTimersByTime(60_000);
    for (const ms of [0, 9_999, 1, 60_000]) {
      jest.advanceTimersByTime(ms);
      say('x');
    }
    expect(paces).toEqual([100, 100, 1_000, 1_000]);
  } finally {
    jest.useRealTimers();
  }
});
