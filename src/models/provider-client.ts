/**
 * Makes the client of an agent's model service. Rule: the key is read from the environment here, in the worker's
 * process, and goes nowhere else; retries of the client are off, since Temporal retries.
 */
import OpenAI from 'openai';
import type { Agent } from '../definition/agent.js';
import type { Provider } from '../definition/provider.js';
import { secretForms } from './redact.js';

/** Brings the model client of an agent: Azure, a proxy, a key from a vault. Its retries are switched off. */
export type OpenAIFactory = (agent: Agent) => OpenAI;

/** A client, and what must never be printed. */
export interface ProviderClient {
  readonly client: OpenAI;
  /** Origin of the service. */
  readonly service: string;
  readonly secrets: readonly string[];
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

/**
 * A client for a provider.
 * @throws {KeyMissingError} when the key's environment variable is empty.
 */
export function providerClient(provider: Provider): ProviderClient {
  const variable = provider.apiKeyEnv;
  const apiKey = process.env[variable];
  if (!apiKey) throw new KeyMissingError(variable);
  const client = new OpenAI({
    apiKey,
    maxRetries: 0,
    ...(provider.baseURL !== undefined && { baseURL: provider.baseURL }),
    defaultHeaders: { ...provider.headers },
  });
  return { ...ownClient(client), secrets: providerSecrets(provider) };
}

/** What must never be printed of a provider: its key, where this process has it, and its headers. */
export function providerSecrets({ apiKeyEnv, headers }: Provider): string[] {
  const key = process.env[apiKeyEnv];
  return [...(key ? [key] : []), ...Object.values(headers)].flatMap(secretForms);
}

/** Wraps a client that the worker's owner brought (Azure, a proxy, a vault). */
export function ownClient(client: OpenAI): ProviderClient {
  client.maxRetries = 0;
  const key: unknown = client.apiKey;
  return {
    client,
    service: new URL(client.baseURL).origin,
    secrets: typeof key === 'string' && key ? secretForms(key) : [],
  };
}
