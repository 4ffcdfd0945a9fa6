/** What must never be printed of a provider: its key and its headers, in every form in which a service may quote them. */
import { providerClient } from '../../src/models/provider-client.js';
import type { Provider } from '../../src/definition/provider.js';

test('the key and each part of a header are secrets, encoded ones too', () => {
  process.env.CANARY_KEY = 'key/of it';
  const provider = { apiKeyEnv: 'CANARY_KEY', headers: { Authorization: 'Basic dXNlcg==' } } as unknown as Provider;
  const { secrets } = providerClient(provider);
  expect(secrets).toEqual(
    expect.arrayContaining(['key/of it', 'key%2Fof%20it', 'Basic dXNlcg==', 'dXNlcg==', 'dXNlcg%3D%3D']),
  );
});
