/**
 * Where an answer says that the rest of it is. Rule: a request that was worked is not sent again: it may be paid for, and the
 * answer may be elsewhere (Modal sends a 303 for every call over 150 s). As fetch does it (Fetch standard, 4.4). Pure.
 */

/** Answers that lead elsewhere. */
export const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Those of them that ask for the request once more, not for its answer. */
const ANEW: ReadonlySet<number> = new Set([307, 308]);
/** Headers that tell of a body. */
const OF_BODY: readonly string[] = [
  'content-encoding',
  'content-language',
  'content-location',
  'content-type',
  'content-length',
];
/** Headers for one service alone. */
const OF_SERVICE: readonly string[] = ['authorization', 'proxy-authorization', 'cookie', 'host'];

/** The request that an answer to one leads to; undefined where it is no redirect, or leads where nobody should ask. */
export function redirected(
  url: string,
  init: RequestInit,
  { status, headers: told }: Response,
): readonly [url: string, init: RequestInit] | undefined {
  const location = told.get('location');
  if (!REDIRECTS.has(status) || location === null || !URL.canParse(location, url)) return undefined;
  const [from, to] = [new URL(url), new URL(location, url)];
  if (!/^https?:$/.test(to.protocol) || to.username || to.password) return undefined;
  const headers = new Headers(init.headers);
  if (to.origin !== from.origin) for (const name of OF_SERVICE) headers.delete(name);
  if (ANEW.has(status)) return [to.href, { ...init, headers }];
  for (const name of OF_BODY) headers.delete(name);
  return [to.href, { ...init, method: 'GET', body: null, headers }];
}
