/** The same call has the same key; another turn, step, position, call id or arguments have another. */
import { idempotencyKey, type KeyParts } from '../../src/activities/idempotency-key.js';

const call: KeyParts = { turnId: 't', step: 1, position: 0, callId: 'a', args: { n: 1 } };

test('a key is 32 hexadecimal digits, the same each time', () => {
  expect(idempotencyKey(call)).toMatch(/^[0-9a-f]{32}$/);
  expect(idempotencyKey({ ...call, args: { n: 1 } })).toBe(idempotencyKey(call));
});

test('keys never change between versions: a retry after an upgrade must be the same call', () => {
  expect(idempotencyKey(call)).toBe('3b1bfab91febf63b51ef89b5d5327208');
});

test.each<Partial<KeyParts>>([
  { turnId: 'u' },
  { step: 2 },
  { position: 1 },
  { callId: 'b' },
  { args: { n: 2 } },
  { args: undefined },
  { turnId: 't",1', step: 1 },
])('another call has another key: %j', (other) => {
  expect(idempotencyKey({ ...call, ...other })).not.toBe(idempotencyKey(call));
});
