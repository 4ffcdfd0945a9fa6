/** Whatever a tool throws can be read: hostile values are told of like any other, bounded and well formed. */
import { readThrown, thrownForLog } from '../../src/activities/read-thrown.js';
import { logLines } from '../../src/worker/log-lines.js';
import type { Logger } from '@temporalio/worker';

const trap = (): never => {
  throw new Error('trap\uD800'.repeat(1_000));
};
/** The stack goes first: to replace it, Node makes it, and reads the other fields for it. */
const throwing = (...names: string[]) =>
  Object.defineProperties(new Error('x'), Object.fromEntries(names.map((name) => [name, { get: trap }])));
const revoked = Proxy.revocable({}, {});
revoked.revoke();

const hostile: [string, unknown][] = [
  ['getters that throw', throwing('stack', 'name', 'message', 'status', 'statusCode', 'retryable')],
  ['a proxy that throws', new Proxy({}, { get: trap, has: trap, getPrototypeOf: trap, ownKeys: trap })],
  ['a revoked proxy', revoked.proxy],
  ['no prototype', Object.create(null)],
  ['a name that has no text', { name: Object.create(null) as unknown, stack: 5 }],
  ['a text that throws', { toString: trap, toJSON: trap }],
];

test.each(hostile)('%s', (_what, thrown) => {
  expect(readThrown(thrown)).toEqual({ name: 'object' });
  expect(thrownForLog(thrown)).toMatch(/.+/);
});

test('the log says what the network did, and where', () => {
  const cause = { code: 'ECONNREFUSED', address: '10.0.0.7', port: 5432 };
  expect(thrownForLog(new TypeError('fetch failed', { cause }))).toMatch(
    /^TypeError: fetch failed[^]* \(ECONNREFUSED 10\.0\.0\.7:5432\)$/,
  );
});

test('texts are bounded and well formed', () => {
  const thrown = { name: `\uD800${'x'.repeat(5_000_000)}`, stack: `\uD800${'x'.repeat(5_000_000)}` };
  expect(readThrown(thrown).name).toMatch(/^\uFFFDx{98}…$/);
  expect(thrownForLog(thrown)).toHaveLength(20_000);
  expect(thrownForLog(thrown).isWellFormed()).toBe(true);
});

test('the log line of a hostile value is written', () => {
  const lines: unknown[] = [];
  const logger = { debug: (message: string) => lines.push(message) } as unknown as Logger;
  for (const [, error] of hostile) logLines(logger).thrown({ tool: 'f', callId: 'a', thrown: thrownForLog(error) });
  expect(lines).toHaveLength(hostile.length);
});
