/**
 * Tells accounts of services apart without telling anything of their keys: each key, with the headers that go along, has
 * a number in this process. Nothing else of them leaves this file.
 */
import type OpenAI from 'openai';

/** Bounded by the agents of a process: clients are made once a model. */
const NUMBERS = new Map<unknown, number>();

/** The number of the account that a client's requests go by; clients without a key as text are all different. */
export function accountNumber(client: OpenAI): number {
  const { apiKey, _options: options } = client as unknown as {
    apiKey: unknown;
    _options?: { defaultHeaders?: unknown };
  };
  const account = typeof apiKey === 'string' ? JSON.stringify([apiKey, options?.defaultHeaders ?? {}]) : client;
  const known = NUMBERS.get(account);
  if (known !== undefined) return known;
  const number = NUMBERS.size + 1;
  NUMBERS.set(account, number);
  return number;
}
