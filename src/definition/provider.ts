/** An agent's provider, checked. Rule: secrets never stand in a definition's error, so what may be one isn't printed. */
import { AGENT_DEFAULTS } from './bounds.js';
import type { ProviderOptions } from './agent-options.js';
import type { OptionCheck } from './option-check.js';
import { readRateLimit, type RateLimit } from './rate-limit.js';
import { serviceURLFault } from './service-url.js';

/** What a header's name may hold beside letters and digits (RFC 9110, 5.6.2). */
const HEADER_MARKS = "!#$%&'*+-.^_`|~";
/** A header's name (RFC 9110, 5.6.2). */
export const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Latin-1 without control characters: what fetch sends as it is. */
const HEADER_VALUE = /^[ -~\u00a0-\u00ff]*$/;

/** Where an agent's model is, with defaults filled in. */
export interface Provider {
  readonly baseURL?: string;
  /** Name of the environment variable with the key. */
  readonly apiKeyEnv: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What the service allows in a minute, of all turns and workers together. */
  readonly rateLimit?: RateLimit;
}

/** Reads an agent's provider. Throws a DefinitionError. */
export function readProvider(check: OptionCheck, provider: ProviderOptions | undefined): Provider {
  check.known('provider', provider, ['baseURL', 'apiKeyEnv', 'headers', 'rateLimit']);
  const { baseURL, apiKeyEnv = AGENT_DEFAULTS.apiKeyEnv, headers = {}, rateLimit } = provider ?? {};
  if (baseURL !== undefined) checkURL(check, baseURL);
  // Every object, process.env too, has `__proto__` and `constructor`, which are no variables.
  if (typeof apiKeyEnv !== 'string' || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(apiKeyEnv) || apiKeyEnv in Object.prototype) {
    const expected = 'the name of an environment variable';
    const fix = 'Give the name of the variable that holds the key, not the key.';
    check.refuse({ option: 'provider.apiKeyEnv', hidden: true, expected, fix });
  }
  checkHeaders(check, headers);
  return Object.freeze({
    ...(baseURL !== undefined && { baseURL }),
    apiKeyEnv,
    headers: Object.freeze({ ...headers }),
    ...(rateLimit !== undefined && { rateLimit: readRateLimit(check, rateLimit) }),
  });
}

/** Refuses what HTTP can't carry: at run time it would look like a failed connection. */
function checkHeaders(check: OptionCheck, headers: unknown): void {
  const option = 'provider.headers';
  // A Headers or a Map has no entries of its own as an object, and would silently send nothing.
  if (typeof headers !== 'object' || headers === null || Symbol.iterator in headers) {
    check.refuse({ option, hidden: true, expected: 'an object of texts by header name' });
  }
  for (const [name, value] of Object.entries(headers) as [string, unknown][]) {
    if (!HEADER_NAME.test(name)) {
      // A name that is none may be a pasted header or key.
      check.refuse({ option, hidden: true, expected: `header names of letters, digits and ${HEADER_MARKS}` });
    }
    if (typeof value !== 'string' || !HEADER_VALUE.test(value)) {
      const expected = 'a text of one line, in Latin-1 and without control characters';
      check.refuse({ option: `${option}.${name}`, hidden: true, expected });
    }
  }
}

function checkURL(check: OptionCheck, baseURL: unknown): void {
  const fault = serviceURLFault(baseURL);
  if (fault) check.refuse({ option: 'provider.baseURL', hidden: true, ...fault });
}
