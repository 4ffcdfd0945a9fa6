/** `provider.rateLimit`: read with its bounds, refused in one clear line, and one limit has one pair of numbers. */
import { checkAgents, defineAgent, type RateLimitOptions } from '../../src/index.js';
import { refusal } from './refusal.js';

const define = (rateLimit: unknown, name = 'ok', model = 'm') =>
  defineAgent({ name, model, provider: { rateLimit: rateLimit as RateLimitOptions } });

test('a limit is kept as it was given; without one there is none', () => {
  expect(define({ requestsPerMinute: 600, tokensPerMinute: 1e6, name: 'tier-2' }).provider.rateLimit).toEqual({
    requestsPerMinute: 600,
    tokensPerMinute: 1_000_000,
    name: 'tier-2',
  });
  expect(defineAgent({ name: 'ok', model: 'm' }).provider).not.toHaveProperty('rateLimit');
});

test.each<[string, unknown, string, string]>([
  ['nothing', {}, 'provider.rateLimit', '{}'],
  ['a number', 600, 'provider.rateLimit', '600'],
  ['a name alone', { name: 'x' }, 'provider.rateLimit', '{"name":"x"}'],
  ['no requests', { requestsPerMinute: 0 }, 'provider.rateLimit.requestsPerMinute', '0'],
  ['half a request', { requestsPerMinute: 0.5 }, 'provider.rateLimit.requestsPerMinute', '0.5'],
  ['endless tokens', { tokensPerMinute: Infinity }, 'provider.rateLimit.tokensPerMinute', 'Infinity'],
  ['a name of two words', { requestsPerMinute: 1, name: 'tier 2' }, 'provider.rateLimit.name', '"tier 2"'],
  ['a misspelt option', { requestPerMinute: 1 }, 'provider.rateLimit.requestPerMinute', 'requestsPerMinute'],
])('%s is refused', (_what, rateLimit, option, printed) => {
  const error = refusal(() => define(rateLimit));
  expect(error.option).toBe(option);
  expect(error.message).toContain(printed);
});

test('two numbers for one limit are refused where the agents come together', () => {
  const one = define({ requestsPerMinute: 60, name: 'shared' }, 'one', 'a');
  const two = define({ requestsPerMinute: 70, name: 'shared' }, 'two', 'b');
  expect(refusal(() => checkAgents([one, two])).message).toBe(
    'agents: [1].provider.rateLimit: expected the numbers that the limit of that name has before: ' +
      '{"name":"shared","requestsPerMinute":60}, got {"requestsPerMinute":70,"name":"shared"}',
  );
  const plain = [define({ requestsPerMinute: 60 }, 'one'), define({ tokensPerMinute: 60 }, 'two')];
  expect(refusal(() => checkAgents(plain)).message).toContain('model m of that service');
  const others = [define({ requestsPerMinute: 60 }, 'one', 'a'), define({ requestsPerMinute: 70 }, 'two', 'b')];
  expect(checkAgents(others).size).toBe(2);
});

test('a limit does not make another agent of it: turns that run go on by it', () => {
  expect(define({ requestsPerMinute: 5 }).policy.digest).toBe(define({ requestsPerMinute: 6 }).policy.digest);
});
