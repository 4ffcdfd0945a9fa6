/** Requests for tests of the Responses API. */
import type { ModelRequest, OfferedFunction } from '../../../src/models/model.js';
import type { Entry } from '../../../src/protocol/entry.js';
import type { Item } from '../../../src/protocol/item.js';

/** Where the requests go unless a test says otherwise. */
export const HERE = { service: 'https://api.openai.com', model: 'gpt-5-mini', api: 'responses' } as const;

/** A function that the model is offered. */
export const GET_WEATHER: OfferedFunction = {
  kind: 'function',
  name: 'get_weather',
  description: 'The weather of a city.',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  strict: false,
};

/** What a person said, as an entry. */
export const asked = (text = 'How is the weather in Paris and Oslo?'): Entry => ({
  id: 'input',
  step: 0,
  item: { type: 'message', role: 'user', content: text },
});

/** An item of the input, as an entry. */
export const given = (item: Item): Entry => ({ id: 'given', step: 0, item });

/** A request with one tool. */
export const request = (more: Partial<ModelRequest> = {}): ModelRequest => ({
  model: HERE.model,
  transcript: [asked()],
  tools: [GET_WEATHER],
  parallelToolCalls: true,
  final: false,
  to: HERE,
  settings: {},
  ...more,
});
