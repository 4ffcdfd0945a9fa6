/** How far a model call has come through its agent's models, as it travels from attempt to attempt. */
import { fallbackRepairs, modelOrder, readProgress } from '../../src/activities/model-progress.js';
import { defineAgent } from '../../src/index.js';
import type { Entry, From } from '../../src/protocol/entry.js';
import { message } from '../../src/protocol/item.js';

const { models } = defineAgent({ name: 'a', models: ['m', 'n', { model: 'm', provider: { apiKeyEnv: 'OTHER' } }] });
const [first, second, third] = models;
const serviceOf = (model: unknown) => (model === third ? 'https://other.test' : 'https://one.test');
const answered = (from: From | undefined, id: string): Entry => {
  return { id, step: 1, item: message('assistant', 'x'), ...(from && { from }) };
};
const from = (model: string, service: string): From => ({ model, service, api: 'chat' });
const orderAfter = (...entries: Entry[]) => modelOrder(models, entries, serviceOf);

test('the list is asked in its order, until one has answered', () => {
  expect(orderAfter()).toEqual([first, second, third]);
  expect(orderAfter(answered(undefined, 'input'))).toEqual([first, second, third]);
});

test('the model that answered last is asked first, told from its namesake by the service', () => {
  expect(orderAfter(answered(from('n', 'https://one.test'), 'x'))).toEqual([second, first, third]);
  expect(orderAfter(answered(from('m', 'https://other.test'), 'x'))).toEqual([third, first, second]);
  const both = [answered(from('n', 'https://one.test'), 'x'), answered(from('m', 'https://one.test'), 'y')];
  expect(orderAfter(...both)).toEqual([first, second, third]);
});

test('an answer of a model that the agent no longer has changes nothing', () => {
  expect(orderAfter(answered(from('gone', 'https://one.test'), 'x'))).toEqual([first, second, third]);
});

test.each<[string, unknown]>([
  ['none', undefined],
  ['those of an older version', { faults: 2 }],
  ['nonsense', { faults: 'x', since: null, fallen: 'x' }],
])('details are read whatever they are: %s', (_what, details) => {
  const faults = details !== undefined && (details as { faults: unknown }).faults === 2 ? 2 : 0;
  expect(readProgress(details)).toEqual({ faults, since: 1, fallen: [] });
});

test('progress survives its way', () => {
  const progress = { faults: 3, since: 6, fallen: [{ model: 'm', code: 'http_500' }] };
  expect(readProgress(JSON.parse(JSON.stringify({ ...progress, preview: 'x' })))).toEqual(progress);
});

test('each model that was given up is a repair that says what was done instead', () => {
  const fallen = [
    { model: 'm', code: 'http_500' },
    { model: 'n', code: 'insufficient_quota' },
  ];
  expect(fallbackRepairs(fallen, 'o')).toEqual([
    { kind: 'fallback', detail: 'm failed (http_500): n was asked instead' },
    { kind: 'fallback', detail: 'n failed (insufficient_quota): o was asked instead' },
  ]);
});
