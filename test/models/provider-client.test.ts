/** What must never be printed of a provider: its key and its headers, in every form in which a service may quote them. */
import OpenAI from 'openai';
import { ownClient, providerClient } from '../../src/models/provider-client.js';
import type { Provider } from '../../src/definition/provider.js';

test('the key and each part of a header are secrets, encoded ones too', () => {
  process.env.CANARY_KEY = 'key/of it';
  const provider = { apiKeyEnv: 'CANARY_KEY', headers: { Authorization: 'Basic dXNlcg==' } } as unknown as Provider;
  const { secrets } = providerClient(provider);
  expect(secrets).toEqual(
    expect.arrayContaining(['key/of it', 'key%2Fof%20it', 'Basic dXNlcg==', 'dXNlcg==', 'dXNlcg%3D%3D']),
  );
});

test('what the requests of a client carry is secret, wherever it comes from', async () => {
  const keys = ['token-of-monday', 'token-of-tuesday'];
  const client = new OpenAI({
    apiKey: () => Promise.resolve(keys.shift()!),
    defaultHeaders: { 'x-gateway': 'gate-7777' },
    defaultQuery: { code: 'door/8888', 'api-version': '2025-01-01' },
    fetch: () => Promise.resolve(Response.json({})),
  });
  const { secrets } = ownClient(client);
  await client.models.list();
  await client.models.list();
  expect(secrets).toEqual(
    expect.arrayContaining(['gate-7777', 'door/8888', 'door%2F8888', 'token-of-monday', 'token-of-tuesday']),
  );
  expect(secrets).not.toContain('application/json');
  expect(secrets).not.toContain('2025-01-01');
});

test('an address with a password is refused without printing it', () => {
  const before = process.env.OPENAI_BASE_URL;
  process.env.CANARY_KEY = 'canary-key';
  process.env.OPENAI_BASE_URL = 'https://me:passw0rd@service.test/v1';
  try {
    const open = () => providerClient({ apiKeyEnv: 'CANARY_KEY', headers: {} });
    expect(open).toThrow('OPENAI_BASE_URL where the worker runs is not an http or https URL without credentials');
    expect(open).not.toThrow('passw0rd');
    expect(open).toThrow(expect.objectContaining({ code: 'base_url_invalid', status: 422 }));
  } finally {
    if (before === undefined) delete process.env.OPENAI_BASE_URL;
    else process.env.OPENAI_BASE_URL = before;
  }
});
