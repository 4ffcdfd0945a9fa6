/** Whatever is thrown is read: values that fight back, and what the network says under several causes. */
import OpenAI from 'openai';
import { faultText } from '../../src/models/fault-text.js';
import { readProviderFault } from '../../src/models/provider-fault.js';
import { thrownFields } from '../../src/models/thrown-fields.js';

const boom = () => {
  throw new Error('boom');
};
const trapped = new Proxy({}, { get: boom, getPrototypeOf: boom, has: boom, ownKeys: boom });
const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();
const getters = (names: readonly string[]) =>
  Object.defineProperties({}, Object.fromEntries(names.map((name) => [name, { get: boom }])));

const ownCause = new Error('x');
ownCause.cause = ownCause;

test.each<[string, unknown]>([
  ['a proxy whose traps throw', trapped],
  ['a revoked proxy', revoked],
  ['getters that throw', getters(['name', 'message', 'status', 'code', 'error', 'headers', 'cause', 'constructor'])],
  [
    'hostile values in every field',
    { error: trapped, headers: trapped, cause: trapped, status: trapped, code: trapped },
  ],
  ['headers that throw when asked', { status: 429, headers: { get: boom } }],
  [
    'codes that are no texts',
    { code: Symbol('x'), error: { code: 1n, type: { toString: boom }, message: Symbol('y') } },
  ],
  ['a cause that is its own cause', ownCause],
  ['an object without prototype', Object.create(null)],
  ['a function', boom],
  ['a symbol', Symbol('s')],
  ['a text of 10 MB', 'x'.repeat(10_000_000)],
  ['half a character', { message: '\ud800', code: '\ud800' }],
])('%s', (_what, thrown) => {
  const fault = readProviderFault(thrown, ['secret-0123'], 0);
  expect(['counted', 'wait']).toContain(fault.retry);
  expect(fault.error.message.length).toBeLessThanOrEqual(1_000);
  expect(JSON.parse(JSON.stringify(fault))).toEqual(fault);
  expect(fault.error.message.isWellFormed() && fault.error.code.isWellFormed()).toBe(true);
});

const failed = (cause: object) =>
  new OpenAI.APIConnectionError({ cause: Object.assign(new TypeError('fetch failed'), { cause }) });

test.each<[string, unknown, string]>([
  [
    'refused',
    failed({ code: 'ECONNREFUSED', address: '127.0.0.1', port: 4010 }),
    'Connection error. (ECONNREFUSED 127.0.0.1:4010)',
  ],
  [
    'refused at each address of a host',
    failed({ code: 'ECONNREFUSED', errors: [{ code: 'ECONNREFUSED', address: '::1', port: 4010 }] }),
    'Connection error. (ECONNREFUSED ::1:4010)',
  ],
  ['no such host', failed({ code: 'ENOTFOUND', hostname: 'api.x.test' }), 'Connection error. (ENOTFOUND api.x.test)'],
  [
    'a certificate',
    failed({ code: 'CERT_HAS_EXPIRED', message: 'certificate has expired' }),
    'Connection error. (CERT_HAS_EXPIRED: certificate has expired)',
  ],
  [
    'a lost connection',
    new TypeError('terminated', { cause: { code: 'UND_ERR_SOCKET', message: 'other side closed' } }),
    'terminated (UND_ERR_SOCKET: other side closed)',
  ],
  [
    'a service behind a service',
    OpenAI.APIError.generate(
      502,
      { error: { code: 502, message: 'Provider returned error', metadata: { raw: 'upstream says no' } } },
      undefined,
      new Headers(),
    ),
    'Provider returned error (upstream says no)',
  ],
  [
    'a page of a proxy',
    OpenAI.APIError.generate(502, undefined, '<html><title>Bad  Gateway</title>…</html>', new Headers()),
    'the service answered with an HTML page titled "Bad Gateway" and status 502, not with JSON: is a proxy in between, or the base URL wrong?',
  ],
])('what is told of %s', (_what, thrown, text) => {
  expect(faultText(thrownFields(thrown))).toBe(text);
});
