/** A JSON value without credentials, in texts and in keys. Rule: it stays JSON; text by text, so that no escape is torn. Pure. */
import { isJson } from '../../protocol/json.js';
import { redact } from '../redact.js';

/** The value without the given secrets and without anything that looks like a key. */
export function redactedJson(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return redact(value, secrets);
  if (Array.isArray(value)) return value.map((inner) => redactedJson(inner, secrets));
  if (!isJson(value)) return value;
  const fields = Object.entries(value).map(([key, inner]) => [redact(key, secrets), redactedJson(inner, secrets)]);
  return Object.fromEntries(fields) as unknown;
}

/** A line of server-sent events without credentials; the JSON of a `data` line stays JSON. */
export function redactedLine(line: string, secrets: readonly string[]): string {
  const clean = redact(line, secrets);
  if (clean === line) return line;
  const [, head, json, end] = /^(data: ?)(.*?)(\r?)$/.exec(line) ?? [];
  if (json === undefined) return clean;
  try {
    return `${head}${JSON.stringify(redactedJson(JSON.parse(json), secrets))}${end}`;
  } catch {
    return clean;
  }
}
