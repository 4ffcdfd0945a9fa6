/** What a session is addressed and sent with, as JavaScript may give it. */
import { checkMessageId, checkOnBusy, checkSessionId, checkSignal } from '../../src/client/check-session.js';

test.each(['', 'a/1', 'a\n', '\ud800', 'x'.repeat(241), 5, null, undefined])('%j is no id of a session', (id) => {
  expect(() => checkSessionId(id)).toThrow('the id of a session must be');
});

test.each(['a', 'a/b', 'a/1.0', '👍', 'x'.repeat(240)])('%j is one', (id) => expect(checkSessionId(id)).toBe(id));

test('ids of messages, what happens when it is busy, and signals', () => {
  expect(checkMessageId('m/1')).toBe('m/1');
  expect(() => checkMessageId(5)).toThrow('messageId must be 1 to 255 characters without control characters, not 5');
  expect(checkOnBusy('steer')).toBe('steer');
  expect(() => checkOnBusy('wait')).toThrow('onBusy must be one of queue, steer, interrupt, reject, not "wait"');
  const { signal } = new AbortController();
  expect(checkSignal(signal)).toBe(signal);
  expect(checkSignal(undefined)).toBeUndefined();
  expect(() => checkSignal(5)).toThrow('signal must be an AbortSignal, not 5');
});
