/** Takes credentials out of texts. Rule: no part of a key, not even the part that a 401 quotes, leaves an activity. */

/** What stands in the place of a credential. */
export const REDACTED = '[redacted]';

/** Keys as services print them, whole or with their middle starred out (`sk-abc***xyz`), and bearer tokens. */
const KEY_LIKE = /\b(?:sk|gsk|xai|AIza)[-_][\w*.…-]{6,}|\bAIza[\w-]{10,}|\bBearer\s+[\w.~+/=*-]{6,}/gi;
/** Names of codes and constraints begin like these keys (`key_not_found`, `pk_orders_2024`): only a long or starred run is one. */
const KEY_OR_NAME = /\b(?:rk|pk|key)[-_](?=[\w.-]*(?:[*…]|(?=[a-z]*\d)[a-z0-9]{16}))[\w*.…-]{6,}/gi;
/** "Incorrect API key provided: abcd****wxyz." quotes whatever was sent. */
const QUOTED_KEY = /(api key(?: provided)?\s*[:=]\s*)["']?[^\s"',]+/gi;

/** Shorter secrets would blank out words. */
const MIN_CHARS = 6;
/** The first word of an authorization is no secret. */
const SCHEME = /^(?:bearer|digest|api-?key)$/i;

/** The forms in which a service may quote a secret: whole, each word of it ("Basic x" holds x), URL-encoded, as JSON. */
export function secretForms(value: string): string[] {
  const whole = value.toWellFormed();
  const words = whole.split(/\s+/).filter((word) => word.length >= MIN_CHARS && !SCHEME.test(word));
  const forms = [whole, ...words].flatMap((text) => [
    text,
    encodeURIComponent(text),
    new URLSearchParams({ '': text }).toString().slice(1),
    JSON.stringify(text).slice(1, -1),
  ]);
  return [...new Set(forms)];
}

/** The text without the given secrets and without anything that looks like a key. Secrets under 6 characters are ignored. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  // Longest first: a secret within another one would leave the rest of the longer.
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
    if (secret.length >= MIN_CHARS) clean = clean.replaceAll(secret, REDACTED);
  }
  clean = withoutCutOne(clean, secrets);
  return clean.replace(QUOTED_KEY, `$1${REDACTED}`).replace(KEY_LIKE, REDACTED).replace(KEY_OR_NAME, REDACTED);
}

/** A text that was cut may end in the beginning of a secret. */
function withoutCutOne(text: string, secrets: readonly string[]): string {
  if (!text.endsWith('…')) return text;
  const said = text.slice(0, -1);
  for (const secret of secrets) {
    for (let chars = secret.length - 1; chars >= MIN_CHARS; chars -= 1) {
      if (said.endsWith(secret.slice(0, chars))) return `${said.slice(0, -chars)}${REDACTED}…`;
    }
  }
  return text;
}
