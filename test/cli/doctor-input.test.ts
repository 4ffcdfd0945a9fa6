/** What the doctor reads, and whose rules a turn is judged by: those of the service that answered it. */
import { readInput, serviceOf } from '../../src/cli/doctor-input.js';

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

test('what has no end, and says no size, is not read for ever', async () => {
  await expect(readInput('/dev/zero', {})).rejects.toThrow(
    '/dev/zero has no end in sight; at most 100000000 are read: split it by conversations',
  );
});
