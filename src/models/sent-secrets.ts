/**
 * The credentials that a client's requests carry. Rule: what must never be printed is read off the requests themselves, as
 * a key may come from a function, headers and a query from the client's owner, headers also from the environment
 * (`OPENAI_CUSTOM_HEADERS`).
 */
import type OpenAI from 'openai';
import { headersOf, wrapFetch, type Fetch } from './client-fetch.js';
import { secretForms } from './redact.js';

/** Headers that say nothing of who asks. */
const HARMLESS = /^(?:accept|content-.*|user-agent|x-stainless-.*|openai-.*|idempotency-key)$/;
/** Fields of a query that say nothing of who asks: Azure's own. */
const HARMLESS_FIELD = /^api-version$/;
/** Values that are kept: a function may make a new key every hour. */
const MOST = 50;

/** What a request shows a service of its sender, in headers and in the query. */
export function requestSecrets(...[url, init]: Parameters<Fetch>): string[] {
  const headers = [...headersOf(init)].filter(([name]) => !HARMLESS.test(name));
  const address = url instanceof Request ? url.url : String(url);
  const query = [...new URL(address).searchParams].filter(([name]) => !HARMLESS_FIELD.test(name));
  return [...headers, ...query].map(([, value]) => value);
}

/** `fixed`, and from each request on what its headers and its query hold. The list grows in place. */
export function sentSecrets(client: OpenAI, fixed: readonly string[]): readonly string[] {
  const secrets = [...fixed];
  const sent = new Map<string, readonly string[]>();
  wrapFetch(client, (own) => (url, init) => {
    for (const value of requestSecrets(url, init)) {
      if (sent.has(value)) continue;
      sent.set(value, secretForms(value));
      if (sent.size > MOST) sent.delete(sent.keys().next().value!);
      secrets.splice(0, secrets.length, ...fixed, ...[...sent.values()].flat());
    }
    return own(url, init);
  });
  return secrets;
}
