/** An agent's provider, checked. Rule: secrets never stand in a definition's error, so what may be one isn't printed. */
import { AGENT_DEFAULTS } from './bounds.js';
import type { ProviderOptions } from './agent-options.js';
import type { OptionCheck } from './option-check.js';

/** Where an agent's model is, with defaults filled in. */
export interface Provider {
  readonly baseURL?: string;
  /** Name of the environment variable with the key. */
  readonly apiKeyEnv: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads an agent's provider. Throws a DefinitionError. */
export function readProvider(check: OptionCheck, provider: ProviderOptions | undefined): Provider {
  check.known('provider', provider, ['baseURL', 'apiKeyEnv', 'headers']);
  const { baseURL, apiKeyEnv = AGENT_DEFAULTS.apiKeyEnv, headers = {} } = provider ?? {};
  if (baseURL !== undefined) checkURL(check, baseURL);
  if (typeof apiKeyEnv !== 'string' || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(apiKeyEnv)) {
    const expected = 'the name of an environment variable';
    const fix = 'Give the name of the variable that holds the key, not the key.';
    check.refuse({ option: 'provider.apiKeyEnv', hidden: true, expected, fix });
  }
  const values: readonly unknown[] =
    typeof headers === 'object' && headers !== null ? Object.values(headers) : [headers];
  const bad = values.findIndex((value) => typeof value !== 'string' || /[\r\n\0]/.test(value));
  if (bad >= 0 || Array.isArray(headers)) {
    const option = ['provider.headers', Object.keys(headers)[bad]].filter((part) => part !== undefined).join('.');
    check.refuse({ option, hidden: true, expected: 'texts by header name, each of one line' });
  }
  return Object.freeze({
    ...(baseURL !== undefined && { baseURL }),
    apiKeyEnv,
    headers: Object.freeze({ ...headers }),
  });
}

function checkURL(check: OptionCheck, baseURL: unknown): void {
  const url = typeof baseURL === 'string' && URL.canParse(baseURL) ? new URL(baseURL) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') return;
  // What stands before an @ or after a ? may be a credential, in a broken URL too.
  const shown = typeof baseURL === 'string' && /[@?]/.test(baseURL) ? { hidden: true as const } : { value: baseURL };
  check.refuse({ option: 'provider.baseURL', ...shown, expected: 'an http or https URL without credentials' });
}
