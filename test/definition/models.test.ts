/** The models of an agent: one, or a list in which each may have a service of its own. */
import { defineAgent } from '../../src/index.js';
import { refusal } from './refusal.js';

const base = { name: 'shop', provider: { baseURL: 'https://one.test/v1' }, settings: { temperature: 1 } };

test('a single model is a list of one', () => {
  const { models, model, provider } = defineAgent({ ...base, model: 'm' });
  expect(models).toEqual([{ model, api: 'chat', provider, settings: { temperature: 1 } }]);
});

test('a name stands for a model at the agent’s service; an object has its own, in place of the agent’s', () => {
  const other = { model: 'n', provider: { apiKeyEnv: 'OTHER_KEY' }, settings: { maxOutputTokens: 5 } };
  const agent = defineAgent({ ...base, models: ['m', other, 'o'] });
  const own = { api: 'chat', provider: agent.provider, settings: { temperature: 1 } };
  expect(agent.model).toBe('m');
  expect(agent.models).toEqual([
    { model: 'm', ...own },
    { model: 'n', api: 'chat', provider: { apiKeyEnv: 'OTHER_KEY', headers: {} }, settings: { maxOutputTokens: 5 } },
    { model: 'o', ...own },
  ]);
});

test.each<[string, object, string]>([
  ['both', { model: 'm', models: ['n'] }, 'agent "shop": model: expected nothing beside models, got "m"'],
  ['neither', {}, 'agent "shop": model: expected a text of 1 to 256 characters, got undefined'],
  ['an empty list', { models: [] }, 'models: expected a list of 1 to 10 models, got "0 models"'],
  ['too long a list', { models: Array(11).fill('m') }, 'expected a list of 1 to 10 models, got "11 models"'],
  ['no list', { models: 'm' }, 'models: expected a list of 1 to 10 models, got "m"'],
  ['an empty name', { models: ['m', ''] }, 'models[1].model: expected a text of 1 to 256 characters, got ""'],
  ['null', { models: [null] }, 'models[0]: expected an object with model, api, provider, settings, got null'],
  [
    'a key',
    { models: [{ model: 'm', apiKey: 'sk-secret' }] },
    'there is no option "models[0].apiKey". The options of models[0] are model, api',
  ],
  ['a bad setting', { models: [{ model: 'm', settings: { temperature: 3 } }] }, 'models[0].settings.temperature'],
  ['a bad service', { models: [{ model: 'm', provider: { baseURL: 'x' } }] }, 'models[0].provider.baseURL'],
])('%s is refused', (_what, options, text) => {
  expect(refusal(() => defineAgent({ ...base, ...options } as never)).message).toContain(text);
});

test('the digest changes with the models after the first', () => {
  const digests = [['m'], ['m', 'n'], ['m', { model: 'n', provider: { baseURL: 'https://x.test' } }]].map(
    (models) => defineAgent({ ...base, models }).policy.digest,
  );
  expect(new Set(digests).size).toBe(3);
  expect(defineAgent({ ...base, model: 'm' }).policy.digest).toBe(digests[0]);
});
