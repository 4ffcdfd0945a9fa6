/** Accounts are told apart by key and headers, and their numbers tell nothing of them. */
import OpenAI from 'openai';
import { accountNumber } from '../../src/models/account-number.js';

const client = (apiKey: string, headers: Record<string, string> = {}) =>
  new OpenAI({ apiKey, defaultHeaders: headers });

test('one key and the same headers are one account, anything else is another', () => {
  const first = accountNumber(client('sk-one'));
  expect(accountNumber(client('sk-one'))).toBe(first);
  expect(accountNumber(client('sk-two'))).not.toBe(first);
  expect(accountNumber(client('sk-one', { 'openai-organization': 'org-x' }))).not.toBe(first);
});

test('a key that is fetched each time says nothing: each such client is an account', () => {
  const fetched = () => new OpenAI({ apiKey: () => Promise.resolve('sk-one') });
  const one = fetched();
  expect(accountNumber(one)).not.toBe(accountNumber(fetched()));
  expect(accountNumber(one)).toBe(accountNumber(one));
});
