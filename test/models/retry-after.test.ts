/** How long services ask to wait: all forms of both headers. */
import { rateLimitResetMs, retryAfterMs } from '../../src/models/retry-after.js';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const wait = (headers: Readonly<Record<string, string>>) => retryAfterMs((name) => headers[name], NOW);

test.each<[string, Record<string, string>, number | undefined]>([
  ['nothing', {}, undefined],
  ['milliseconds', { 'retry-after-ms': '1500' }, 1_500],
  ['milliseconds before seconds', { 'retry-after-ms': '200', 'retry-after': '9' }, 200],
  ['parts of a millisecond', { 'retry-after-ms': '0.5' }, 0.5],
  ['seconds', { 'retry-after': '20' }, 20_000],
  ['parts of a second', { 'retry-after': '1.5' }, 1_500],
  ['no wait', { 'retry-after': '0' }, 0],
  ['spaces', { 'retry-after': ' 2 ' }, 2_000],
  ['a date', { 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' }, 30_000],
  ['a date that is past', { 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' }, 0],
  ['a negative number, as Azure sends it', { 'retry-after': '-1' }, undefined],
  ['negative milliseconds', { 'retry-after-ms': '-1' }, undefined],
  ['milliseconds that are no number, and seconds', { 'retry-after-ms': 'soon', 'retry-after': '3' }, 3_000],
  ['words', { 'retry-after': 'soon' }, undefined],
  ['an empty value', { 'retry-after': '' }, undefined],
  ['a day is not believed', { 'retry-after': '86400' }, 3_600_000],
  ['a date far away is not believed', { 'retry-after': 'Fri, 01 Jan 2100 00:00:00 GMT' }, 3_600_000],
])('%s', (_what, headers, ms) => {
  expect(wait(headers)).toBe(ms);
});

test.each<[string, number | undefined]>([
  ['Rate limit reached. Please try again in 18.642s. Visit us.', 18_642],
  ['Please try again in 6m0s.', 360_000],
  ['Please try again in 250ms.', 250],
  ['Please retry in 22.5s.', 22_500],
  ['retry after 5 s', 5_000],
  ['try again in 2h30m', 3_600_000],
  ['try again in 5 moons', undefined],
  ['try again later', undefined],
])('in words: %s', (text, ms) => {
  expect(retryAfterMs(() => '-1', NOW, text)).toBe(ms);
});

test('headers come before words', () => {
  expect(retryAfterMs((name) => (name === 'retry-after' ? '3' : null), NOW, 'try again in 9s')).toBe(3_000);
});

test('a header that is null counts as absent', () => {
  expect(retryAfterMs(() => null, NOW)).toBeUndefined();
});

test.each<[string, Record<string, string>, number | undefined]>([
  ['nothing', {}, undefined],
  ['requests', { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '1s' }, 1_000],
  [
    'the longer of both',
    {
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '1s',
      'x-ratelimit-remaining-tokens': '0',
      'x-ratelimit-reset-tokens': '6m0s',
    },
    360_000,
  ],
  ['what is left over', { 'x-ratelimit-remaining-requests': '3', 'x-ratelimit-reset-requests': '1s' }, undefined],
  ['what Azure sends', { 'x-ratelimit-remaining-requests': '-1', 'x-ratelimit-reset-requests': '0' }, undefined],
  ['a time of day', { 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '1741305600000' }, undefined],
])('what is used up of a rate limit: %s', (_what, headers, ms) => {
  expect(rateLimitResetMs((name) => headers[name])).toBe(ms);
});
