/** No part of a key leaves an activity: canaries in every form in which services print them. */
import { redact, REDACTED, secretForms } from '../../src/models/redact.js';

const KEY = 'sk-proj-CANARYabcdef0123456789wxyz';

test.each([
  `Incorrect API key provided: ${KEY}. You can find your API key at https://platform.openai.com/account/api-keys.`,
  'Incorrect API key provided: sk-proj-********************wxyz. You can find your API key at …',
  'Incorrect API key provided: CANARY*****wxyz.',
  'Incorrect API key provided: "CANARYwxyz", try again',
  `Authorization: Bearer ${KEY}`,
  'Bearer CANARY.abc-def_wxyz is expired',
  'API key not valid: AIzaSyCANARY0123456789wxyz',
  'https://a.test/v1?key=AIzaSyCANARY0123456789wxyz',
  'key gsk_CANARY0123456789wxyz of organisation x',
  'key-CANARY3ax6xnjp29jd6fds4gc373sgvjxtewxyz',
  'the key pk_live_51HCANARY0123456789wxyz',
  'rk_CANARY***wxyz',
  `twice: ${KEY} and ${KEY}`,
])('%s', (text) => {
  const clean = redact(text, [KEY]);
  expect(clean).not.toMatch(/CANARY|wxyz/);
  expect(clean).toContain(REDACTED);
});

test.each(['key_not_found', 'key_error_404', 'key-constraintviolation', 'pk_orders_2024', 'rk_read_only'])(
  'the code %s is no key',
  (code) => {
    expect(redact(`failed with ${code}: no`, [KEY])).toBe(`failed with ${code}: no`);
  },
);

test('the keys of this worker go whatever they look like', () => {
  expect(redact('got hunter2-CANARY and a $& b', ['hunter2-CANARY', 'a $& b'])).toBe(`got ${REDACTED} and ${REDACTED}`);
});

test('a text without credentials stays as it is, and short secrets can not blank it out', () => {
  const text = 'The model `gpt-x` does not exist or you do not have access to it. task-oriented, risk-free';
  expect(redact(text, ['', 'e', 'model'])).toBe(text);
});

test.each(['dXNlcjpwYXNz==', 'dXNlcjpwYXNz%3D%3D', 'Basic dXNlcjpwYXNz==', 'Basic+dXNlcjpwYXNz%3D%3D'])(
  'a header quoted in part or encoded: %s',
  (quoted) => {
    expect(redact(`got ${quoted}`, secretForms('Basic dXNlcjpwYXNz=='))).not.toContain('dXNlcjpwYXNz');
  },
);

test('the scheme of an authorization is no secret', () => {
  expect(secretForms('Bearer abcdef')).not.toContain('Bearer');
});

test('a secret within another one leaves nothing of the longer', () => {
  expect(redact('abcdefghij', ['abcdef', 'abcdefghij'])).toBe(REDACTED);
});

test('where a text was cut, nothing is left of a secret that stood there', () => {
  const secrets = secretForms('hunter2-CANARY-of-the-cut');
  for (let chars = 6; chars < 25; chars += 1) {
    const cut = `the token ${'hunter2-CANARY-of-the-cut'.slice(0, chars)}…`;
    expect(redact(cut, secrets)).toBe(`the token ${REDACTED}…`);
  }
  expect(redact('the token hunt…', secrets)).toBe('the token hunt…');
  expect(redact('the token hunter2', secrets)).toBe('the token hunter2');
});
