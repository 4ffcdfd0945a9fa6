/** Takes credentials out of texts. Rule: no part of a key, not even the part that a 401 quotes, leaves an activity. */

/** What stands in the place of a credential. */
export const REDACTED = '[redacted]';

/** Keys as services print them, whole or with their middle starred out (`sk-abc***xyz`), and bearer tokens. */
const KEY_LIKE = /\b(?:sk|rk|pk|gsk|xai|key|AIza)[-_][\w*.…-]{6,}|\bAIza[\w-]{10,}|\bBearer\s+[\w.~+/=*-]{6,}/gi;
/** "Incorrect API key provided: abcd****wxyz." quotes whatever was sent. */
const QUOTED_KEY = /(api key(?: provided)?\s*[:=]\s*)["']?[^\s"',]+/gi;

/** The text without the given secrets and without anything that looks like a key. Secrets under 6 characters are ignored. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length >= 6) clean = clean.replaceAll(secret, REDACTED);
  }
  return clean.replace(QUOTED_KEY, `$1${REDACTED}`).replace(KEY_LIKE, REDACTED);
}
