/** The body of a request: what is always said, what is said only with tools, and settings under the API's own names. */
import { responsesBody } from '../../../src/models/responses/responses-body.js';
import type { ModelRequest } from '../../../src/models/model.js';
import { responsesRefusal } from '../../../src/testing/responses-refusal.js';
import { asked, GET_WEATHER, request } from './requests.js';

const FORM = { additions: 'kept', encryptedReasoning: true } as const;
const body = (more: Partial<ModelRequest> = {}, form: Parameters<typeof responsesBody>[1] = FORM) => {
  const made = responsesBody(request(more), form).body;
  expect(responsesRefusal(made as Parameters<typeof responsesRefusal>[0])).toBeUndefined();
  return made;
};

test('a request with tools, whole', () => {
  expect(body({ instructions: 'Be brief.', maxToolCalls: 3, toolChoice: 'required' })).toEqual({
    model: 'gpt-5-mini',
    instructions: 'Be brief.',
    input: [asked().item],
    tools: [
      {
        type: 'function',
        name: 'get_weather',
        description: GET_WEATHER.description,
        parameters: GET_WEATHER.parameters,
        strict: false,
      },
    ],
    parallel_tool_calls: true,
    tool_choice: 'required',
    max_tool_calls: 3,
    store: false,
    include: ['reasoning.encrypted_content'],
  });
});

test('without tools nothing is said of them', () => {
  const keys = Object.keys(body({ tools: [], toolChoice: 'auto', final: true, maxToolCalls: 3 }));
  expect(keys).toEqual(['model', 'input', 'store', 'include']);
});

test.each<[Partial<ModelRequest>, unknown]>([
  [{ toolChoice: { name: 'get_weather' } }, { type: 'function', name: 'get_weather' }],
  [{ toolChoice: 'required', final: true }, 'none'],
  [{}, undefined],
])('the choice of a tool: %j', (more, choice) => {
  expect(body(more).tool_choice).toEqual(choice);
});

test('hosted tools go in the service’s own words', () => {
  const spec = { type: 'web_search', search_context_size: 'low' };
  expect(body({ tools: [{ kind: 'hosted', spec }] }).tools).toEqual([spec]);
});

test('settings have the names of the API, and the text format stands beside the verbosity', () => {
  const output = {
    schema: { type: 'object', properties: {}, additionalProperties: false, required: [] },
    strict: true,
  };
  const settings = {
    temperature: 0,
    topP: 0.5,
    maxOutputTokens: 100,
    reasoning: { effort: 'low', summary: 'auto' },
    verbosity: 'low',
    serviceTier: 'flex',
    metadata: { a: 'b' },
    safetyIdentifier: 'u',
    promptCacheKey: 'k',
    extra: { top_logprobs: 2, include: ['message.output_text.logprobs'] },
  } as const;
  expect(body({ settings, output })).toMatchObject({
    temperature: 0,
    top_p: 0.5,
    max_output_tokens: 100,
    reasoning: { effort: 'low', summary: 'auto' },
    text: { verbosity: 'low', format: { type: 'json_schema', name: 'output', ...output } },
    service_tier: 'flex',
    metadata: { a: 'b' },
    safety_identifier: 'u',
    prompt_cache_key: 'k',
    top_logprobs: 2,
    include: ['message.output_text.logprobs', 'reasoning.encrypted_content'],
    store: false,
  });
});

test('what the service stores, or refuses to encrypt, is not asked for in encrypted form', () => {
  expect(body({ settings: { store: true } })).toMatchObject({ store: true });
  expect(body({ settings: { store: true } })).not.toHaveProperty('include');
  expect(body({}, { ...FORM, encryptedReasoning: false })).not.toHaveProperty('include');
});
