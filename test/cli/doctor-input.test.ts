/** Whose rules a turn is judged by: those of the service that answered it. */
import { serviceOf } from '../../src/cli/doctor-input.js';

test.each([
  ['https://api.mistral.ai', 'mistral'],
  ['https://api.deepseek.com', 'deepseek'],
  ['https://generativelanguage.googleapis.com', 'gemini'],
  ['https://api.openai.com', undefined],
  ['https://mistral.ai.example.com', undefined],
  ['http://127.0.0.1:8080', undefined],
  [undefined, undefined],
])('%s goes by the rules of %s', (origin, service) => {
  expect(serviceOf(origin)).toBe(service);
});
