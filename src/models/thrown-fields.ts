/**
 * Reads the fields of what a model service's client threw. Rule: total. A thrown value may be a Proxy, have getters that
 * throw or texts of any size; still each field is read and bounded, and telling of a fault never fails itself. Pure.
 */

/** Longest text that is looked at, in characters; far over what is told, so that secrets are taken out whole. */
const MOST_CHARS = 20_000;
/** Causes that are followed: the client's error, fetch's, the socket's, and one to spare. */
const CAUSES = 5;

/** What is known of a thrown value; a field that it lacks, or that can't be read, is absent. */
export interface ThrownFields {
  readonly name?: string;
  /** Name of its class: the client's own errors keep the name `Error`. */
  readonly className?: string;
  readonly message?: string;
  /** HTTP status; of a fault reported inside an answer, its numeric code. */
  readonly status?: number;
  /** Codes and types, the client's before the service's; numbers are left out. */
  readonly codes: readonly string[];
  /** The service's own message, with what a proxy says of the service behind it. */
  readonly said?: string;
  /** The innermost cause that has a code: what the network did. */
  readonly network?: { readonly code: string; readonly where?: string; readonly message?: string };
  readonly header: (name: string) => string | undefined;
}

/** Reads a thrown value. Never throws. */
export function thrownFields(thrown: unknown): ThrownFields {
  const error = field(thrown, 'error');
  const inner = field(error, 'innererror') ?? field(field(error, 'provider_specific_fields'), 'innererror');
  const codes = [field(thrown, 'code'), ...['code', 'type', 'status'].map((key) => field(error, key))];
  const headers = field(thrown, 'headers');
  return {
    ...texts({
      name: field(thrown, 'name'),
      className: field(field(thrown, 'constructor'), 'name'),
      message: typeof thrown === 'string' ? thrown : field(thrown, 'message'),
      said: saidOf(error),
    }),
    ...statusOf(field(thrown, 'status'), codes),
    codes: [...codes, field(inner, 'code')].filter(isWord).map(cut),
    ...networkOf(thrown),
    header: (name) => {
      const value = attempt(() => (headers as { get?: (name: string) => unknown } | undefined)?.get?.(name));
      return typeof value === 'string' ? value : undefined;
    },
  };
}

/** A field of any value; undefined when it has none or reading it throws. */
function field(value: unknown, name: string): unknown {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return undefined;
  return attempt(() => (value as Record<string, unknown>)[name]);
}

function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function cut(text: string): string {
  return text.slice(0, MOST_CHARS);
}

function texts<Name extends string>(fields: Record<Name, unknown>): { [K in Name]?: string } {
  const found = Object.entries(fields).flatMap(([name, value]) =>
    typeof value === 'string' && value !== '' ? [[name, cut(value)] as const] : [],
  );
  return Object.fromEntries(found) as { [K in Name]?: string };
}

function isWord(code: unknown): code is string {
  return typeof code === 'string' && code !== '' && !/^\d+$/.test(code);
}

/** OpenRouter and LiteLLM repeat the status as the code, as a number or in text; in a stream it is all that there is. */
function statusOf(status: unknown, codes: readonly unknown[]): { status?: number } {
  const numbers = [status, ...codes].filter((code) => typeof code === 'number' || typeof code === 'string').map(Number);
  const found = numbers.find((code) => Number.isInteger(code) && code >= 300 && code < 600);
  return found === undefined ? {} : { status: found };
}

/** The service's words; OpenRouter keeps those of the service behind it in `metadata.raw`. */
function saidOf(error: unknown): string | undefined {
  if (typeof error === 'string') return error;
  const message = field(error, 'message');
  const raw = field(field(error, 'metadata'), 'raw');
  const own = typeof message === 'string' ? message : undefined;
  return typeof raw === 'string' && raw !== '' ? `${cut(own ?? 'no message')} (${cut(raw)})` : own;
}

function networkOf(thrown: unknown): Pick<ThrownFields, 'network'> {
  let network: ThrownFields['network'];
  let cause = field(thrown, 'cause');
  for (let depth = 0; depth < CAUSES && cause !== undefined; depth += 1) {
    // A host with several addresses fails as an AggregateError, with an error for each of them.
    const first = field(field(cause, 'errors'), '0');
    const code = field(cause, 'code');
    if (typeof code === 'string') {
      const { message } = texts({ message: field(cause, 'message') });
      const where = whereOf(cause) ?? whereOf(first);
      network = { code: cut(code), ...(where && { where }), ...(message && { message }) };
    }
    cause = field(cause, 'cause') ?? first;
  }
  return network ? { network } : {};
}

/** Where a connection was made to. */
function whereOf(cause: unknown): string | undefined {
  const host = field(cause, 'hostname') ?? field(cause, 'address');
  const port = field(cause, 'port');
  if (typeof host !== 'string') return undefined;
  return cut(typeof port === 'number' ? `${host}:${port}` : host);
}
