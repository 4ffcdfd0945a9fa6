/** How long a service asks to wait, from its headers. Pure. Source: RFC 9110 (seconds or a date) and OpenAI's `retry-after-ms`. */

/** Longest wait that is believed, in milliseconds. */
const MOST_MS = 60 * 60_000;

/** Milliseconds to wait, or undefined when the headers don't say or make no sense (Azure sends -1). */
export function retryAfterMs(header: (name: string) => string | null | undefined, now: number): number | undefined {
  const inMs = number(header('retry-after-ms'));
  if (inMs !== undefined) return bounded(inMs);
  const after = header('retry-after');
  const seconds = number(after);
  if (seconds !== undefined) return bounded(seconds * 1_000);
  const date = after ? Date.parse(after) : Number.NaN;
  return Number.isNaN(date) ? undefined : bounded(Math.max(0, date - now));
}

function number(value: string | null | undefined): number | undefined {
  if (value === null || value === undefined || !/^-?\d+(\.\d+)?$/.test(value.trim())) return undefined;
  return Number(value);
}

function bounded(ms: number): number | undefined {
  return ms < 0 ? undefined : Math.min(ms, MOST_MS);
}
