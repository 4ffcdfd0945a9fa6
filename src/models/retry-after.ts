/**
 * How long a service asks to wait, from its headers or, where they are silent, its words. Pure.
 * Source: RFC 9110 (seconds or a date), OpenAI's `retry-after-ms`, and "Please try again in 18.642s" (also 6m0s, 250ms).
 */

/** Longest wait that is believed, in milliseconds. */
const MOST_MS = 60 * 60_000;

const IN_WORDS = /\b(?:try again|retry) (?:in|after) ((?:\d+(?:\.\d+)?\s?(?:ms|h|m|s)(?:\b|(?=\d)))+)/i;
const SPELLED = /^(?:\d+(?:\.\d+)?(?:ms|h|m|s))+$/i;
const PART = /(\d+(?:\.\d+)?)\s?(ms|h|m|s)/gi;
const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

/**
 * Milliseconds to wait, or undefined when neither headers nor text say, or make no sense (Azure sends -1).
 * `text` is the service's message.
 */
export function retryAfterMs(
  header: (name: string) => string | null | undefined,
  now: number,
  text = '',
): number | undefined {
  return fromHeaders(header, now) ?? fromWords(text);
}

function fromHeaders(header: (name: string) => string | null | undefined, now: number): number | undefined {
  const inMs = number(header('retry-after-ms'));
  if (inMs !== undefined && inMs >= 0) return bounded(inMs);
  const after = header('retry-after');
  const seconds = number(after);
  if (seconds !== undefined) return seconds < 0 ? undefined : bounded(seconds * 1_000);
  const date = after ? Date.parse(after) : Number.NaN;
  return Number.isNaN(date) ? undefined : bounded(Math.max(0, date - now));
}

function number(value: string | null | undefined): number | undefined {
  if (value === null || value === undefined || !/^-?\d+(\.\d+)?$/.test(value.trim())) return undefined;
  return Number(value);
}

function fromWords(text: string): number | undefined {
  const said = IN_WORDS.exec(text)?.[1];
  return said === undefined ? undefined : spelledMs(said);
}

function spelledMs(text: string): number {
  const parts = [...text.matchAll(PART)];
  return bounded(
    parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNIT_MS.get(unit!.toLowerCase()) ?? 0), 0),
  );
}

/**
 * Milliseconds until what is used up of a rate limit is there again, or undefined when nothing is, or the headers make no
 * sense (Azure sends -1). Source: OpenAI's guide to rate limits: `x-ratelimit-remaining-requests: 0` and
 * `x-ratelimit-reset-requests: 6m0s`, and the same of tokens.
 */
export function rateLimitResetMs(header: (name: string) => string | null | undefined): number | undefined {
  const resets = ['requests', 'tokens'].flatMap((what) => {
    const reset = header(`x-ratelimit-reset-${what}`)?.trim() ?? '';
    return header(`x-ratelimit-remaining-${what}`)?.trim() === '0' && SPELLED.test(reset) ? spelledMs(reset) : [];
  });
  return resets.length > 0 ? Math.max(...resets) : undefined;
}

function bounded(ms: number): number {
  return Math.min(ms, MOST_MS);
}
