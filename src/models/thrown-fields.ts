/**
 * Reads the fields of what a model service's client threw. Rule: total. A thrown value may be a Proxy, have getters that
 * throw or texts of any size; still each field is read and bounded, and telling of a fault never fails itself. Pure.
 */
import { MOST_CHARS, networkCause, type NetworkCause } from '../definition/network-cause.js';
import { readable, thrownField as field } from '../definition/thrown-value.js';

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
  readonly network?: NetworkCause;
  readonly header: (name: string) => string | undefined;
}

/** Reads a thrown value. Never throws. */
export function thrownFields(thrown: unknown): ThrownFields {
  const error = field(thrown, 'error');
  const inner = field(error, 'innererror') ?? field(field(error, 'provider_specific_fields'), 'innererror');
  const codes = [field(thrown, 'code'), ...['code', 'type', 'status'].map((key) => field(error, key))];
  const headers = field(thrown, 'headers');
  const network = networkCause(thrown);
  return {
    ...texts({
      name: field(thrown, 'name'),
      className: field(field(thrown, 'constructor'), 'name'),
      message: typeof thrown === 'string' ? thrown : field(thrown, 'message'),
      said: saidOf(error),
    }),
    ...statusOf(field(thrown, 'status'), codes),
    codes: [...codes, field(inner, 'code')].filter(isWord).map(cut),
    ...(network && { network }),
    header: (name) => {
      const value = readable(() => (headers as { get?: (name: string) => unknown } | undefined)?.get?.(name));
      return typeof value === 'string' ? value : undefined;
    },
  };
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
