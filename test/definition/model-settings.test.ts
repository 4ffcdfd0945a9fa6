/** What of an agent goes to the model beside its words: settings, the choice of tools, bounds of hosted calls. */
import { z } from 'zod';
import { defineAgent, defineTool, hostedTool } from '../../src/index.js';
import { refusal } from './refusal.js';

const define = defineAgent as unknown as (options: unknown) => unknown;
const lookUp = defineTool({ name: 'look_up', description: 'd', parameters: z.object({}), execute: () => '' });
const good = { name: 'shop', model: 'm', api: 'responses', tools: [lookUp] } as const;

test('settings are read as they are, on either API', () => {
  const settings = {
    temperature: 0,
    topP: 1,
    maxOutputTokens: 5,
    reasoning: { effort: 'minimal' },
    verbosity: 'high',
    serviceTier: 'priority',
    metadata: { team: 'a' },
    safetyIdentifier: 'u1',
    promptCacheKey: 'k',
    store: true,
    extra: { top_logprobs: 2, include: ['message.output_text.logprobs'] },
  } as const;
  for (const api of ['chat', 'responses'] as const) {
    expect(defineAgent({ ...good, api, settings })).toMatchObject({ api, settings });
  }
});

test('settings change the digest of an agent', () => {
  const digests = [undefined, { store: true }, { extra: { a: 1 } }, { extra: { a: 2 } }].map(
    (settings) => defineAgent({ ...good, ...(settings && { settings }) }).policy.digest,
  );
  expect(new Set(digests).size).toBe(4);
});

test('a choice of tools and a bound of hosted calls', () => {
  const search = hostedTool({ type: 'web_search' });
  const asked = { toolChoice: { name: 'look_up' }, maxToolCalls: 3, parallelToolCalls: false } as const;
  const agent = defineAgent({ ...good, tools: [lookUp, search], ...asked });
  expect(agent).toMatchObject({ toolChoice: { name: 'look_up' }, maxToolCalls: 3 });
});

const cases: [what: string, options: object, option: string, message: string][] = [
  [
    'a misspelt setting',
    { settings: { temprature: 1 } },
    'settings.temprature',
    'did you mean "settings.temperature"?',
  ],
  ['a share over 1', { settings: { topP: 2 } }, 'settings.topP', 'got 2'],
  ['an unknown effort', { settings: { reasoning: { effort: 'huge' } } }, 'settings.reasoning.effort', 'got "huge"'],
  ['a misspelt effort', { settings: { reasoning: { efort: 'low' } } }, 'settings.reasoning.efort', 'effort, summary'],
  [
    'a summary on Chat',
    { api: 'chat', settings: { reasoning: { summary: 'auto' } } },
    'settings.reasoning.summary',
    "set api: 'responses'",
  ],
  ['metadata that is no text', { settings: { metadata: { a: 1 } } }, 'settings.metadata', 'got {"a":1}'],
  ['a long identifier', { settings: { safetyIdentifier: 'x'.repeat(65) } }, 'settings.safetyIdentifier', '1 to 64'],
  ['an extra that is no JSON', { settings: { extra: { a: 1n } } }, 'settings.extra', 'a JSON object'],
  [
    'an extra with an option',
    { settings: { extra: { max_tokens: 5 } } },
    'settings.extra.max_tokens',
    'Set settings.maxOutputTokens instead',
  ],
  [
    'an extra of ours',
    { settings: { extra: { previous_response_id: 'r' } } },
    'settings.extra.previous_response_id',
    'everycall sets it itself',
  ],
  ['an include that is no list', { settings: { extra: { include: 'x' } } }, 'settings.extra.include', 'a list'],
  [
    'a choice of an unknown tool',
    { toolChoice: { name: 'lookup' } },
    'toolChoice.name',
    "one of the agent's tools: look_up",
  ],
  ['an unknown choice', { toolChoice: 'any' }, 'toolChoice', "'auto' or 'required' or 'none'"],
  ['a choice without tools', { tools: [], toolChoice: 'required' }, 'toolChoice', 'no tools to choose from'],
  ['a bound of hosted calls on Chat', { api: 'chat', maxToolCalls: 3 }, 'maxToolCalls', 'limits.toolCalls'],
  ['a bound of none', { maxToolCalls: 0 }, 'maxToolCalls', 'got 0'],
];
test.each(cases)('refuses %s', (_what, options, option, message) => {
  const error = refusal(() => define({ ...good, ...options }));
  expect(error.option).toBe(option);
  expect(error.message).toContain(message);
});
