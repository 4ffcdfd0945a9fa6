/**
 * The credentials that a client's requests carry. Rule: what must never be printed is read off the requests themselves, as
 * a key may come from a function, and headers from the client's owner or from the environment (`OPENAI_CUSTOM_HEADERS`).
 */
import type OpenAI from 'openai';
import { wrapFetch } from './client-fetch.js';
import { secretForms } from './redact.js';

/** Headers that say nothing of who asks. */
const HARMLESS = /^(?:accept|content-.*|user-agent|x-stainless-.*|openai-.*|idempotency-key)$/;
/** Values that are kept: a function may make a new key every hour. */
const MOST = 50;

/** `fixed`, and from each request on what its headers hold. The list grows in place. */
export function sentSecrets(client: OpenAI, fixed: readonly string[]): readonly string[] {
  const secrets = [...fixed];
  const sent = new Map<string, readonly string[]>();
  wrapFetch(client, (own) => (url, init) => {
    for (const [name, value] of new Headers(init?.headers)) {
      if (HARMLESS.test(name) || sent.has(value)) continue;
      sent.set(value, secretForms(value));
      if (sent.size > MOST) sent.delete(sent.keys().next().value!);
      secrets.splice(0, secrets.length, ...fixed, ...[...sent.values()].flat());
    }
    return own(url, init);
  });
  return secrets;
}
