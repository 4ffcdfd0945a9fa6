/**
 * Makes the client of an agent's model service. Rule: the key is read from the environment here, in the worker's
 * process, and goes nowhere else; retries of the client are off, since Temporal retries.
 */
import OpenAI from 'openai';
import type { Agent } from '../definition/agent.js';
import type { AgentModel } from '../definition/model-list.js';
import type { Provider } from '../definition/provider.js';
import { serviceURLFault } from '../definition/service-url.js';
import type { Exchanges } from './exchange/exchanges.js';
import { accountNumber } from './account-number.js';
import { wrapFetch } from './client-fetch.js';
import { directFetch } from './direct-fetch.js';
import { readErrorBodies } from './error-body.js';
import { patientFetch } from './patient-fetch.js';
import { secretForms } from './redact.js';
import { sentSecrets } from './sent-secrets.js';

/**
 * Brings the client of an agent's model: Azure, a proxy, a key from a vault. Its retries are switched off. With Node's own
 * fetch a silent service is waited for as long as an attempt may take; another `fetch`, or a dispatcher in `fetchOptions`,
 * keeps bounds of its own (5 minutes, where it sets none).
 */
export type OpenAIFactory = (agent: Agent, model: AgentModel) => OpenAI;

/** A client, and what must never be printed. */
export interface ProviderClient {
  readonly client: OpenAI;
  /** Origin of the service. */
  readonly service: string;
  readonly secrets: readonly string[];
  /** Names the key and headers that its requests go with; a number, so that it tells nothing of them. */
  readonly account: number;
}

/** The key's environment variable is empty. */
export class KeyMissingError extends Error {
  override readonly name = 'KeyMissingError';
  readonly code = 'api_key_missing';
  /** Read as a refusal: no attempt can help. */
  readonly status = 401;

  constructor(variable: string) {
    super(`the worker has no model key: set the environment variable ${variable} where the worker runs`);
  }
}

/** The address of the service in the environment can't be used. */
export class BaseURLError extends Error {
  override readonly name = 'BaseURLError';
  readonly code = 'base_url_invalid';
  /** Read as a refusal: no attempt can help. */
  readonly status = 422;

  /** The address isn't printed: it may hold a password. */
  constructor(expected: string) {
    super(`the environment variable ${BASE_URL} where the worker runs is not ${expected}`);
  }
}

/** Names the service of agents that name none; the client reads it by itself. */
const BASE_URL = 'OPENAI_BASE_URL';

/** Stands in for a key where answers come from a recording. */
const NO_KEY = 'none-needed';

/**
 * A client for a provider. With `exchanges` its calls are recorded, or answered from a recording, which takes no key.
 * `more` are further secrets that its requests hold.
 * @throws {KeyMissingError} when the key's environment variable is empty; {BaseURLError} when that of the address holds
 * none, or one with credentials.
 */
export function providerClient(
  provider: Provider,
  exchanges?: Exchanges,
  more: readonly string[] = [],
): ProviderClient {
  const variable = provider.apiKeyEnv;
  const apiKey = process.env[variable] || (exchanges?.mode === 'replay' ? NO_KEY : undefined);
  if (!apiKey) throw new KeyMissingError(variable);
  const address = provider.baseURL ?? process.env[BASE_URL]?.trim();
  const fault = address ? serviceURLFault(address) : undefined;
  if (fault) throw new BaseURLError(fault.expected);
  const client = new OpenAI({
    apiKey,
    maxRetries: 0,
    // It would print events that it can't read, with what the model said in them; the error says enough.
    ...(process.env.OPENAI_LOG === undefined && { logLevel: 'off' as const }),
    ...(provider.baseURL !== undefined && { baseURL: provider.baseURL }),
    defaultHeaders: { ...provider.headers },
  });
  return ownClient(client, exchanges, [...providerSecrets(provider), ...more]);
}

/** What must never be printed of a provider: its key, where this process has it, and its headers. */
export function providerSecrets({ apiKeyEnv, headers }: Provider): string[] {
  const key = process.env[apiKeyEnv];
  return [...(key ? [key] : []), ...Object.values(headers)].flatMap(secretForms);
}

/** Wraps a client that the worker's owner brought (Azure, a proxy, a vault); `more` as for `providerClient`. */
export function ownClient(client: OpenAI, exchanges?: Exchanges, more: readonly string[] = []): ProviderClient {
  client.maxRetries = 0;
  const key: unknown = client.apiKey;
  // First, as only Node's own fetch is known to wait longer when asked. A shorter time of a client's own holds for an answer's
  // headers; a direct answer would have to come whole in it.
  wrapFetch(client, (own) => {
    const [patient, direct] = [patientFetch(own), directFetch(own)];
    return (...args) => (client.timeout < OpenAI.DEFAULT_TIMEOUT ? patient : direct)(...args);
  });
  const secrets = sentSecrets(client, [...(typeof key === 'string' && key ? secretForms(key) : []), ...more]);
  exchanges?.take(client, secrets);
  // Last, so that a recording holds what the service sent.
  readErrorBodies(client);
  return { client, service: new URL(client.baseURL).origin, secrets, account: accountNumber(client) };
}
