/** Each repair of a model's calls: what is well formed stays verbatim, the rest is mended, noted, and never guessed. */
import fc from 'fast-check';
import { mintId } from '../../src/models/mint-id.js';
import { NOT_JSON, repairCalls, type SentCall } from '../../src/models/repair-calls.js';

/** Mints ids that can be foretold. */
function minting(): () => string {
  let n = 0;
  return () => `minted${(n += 1)}`;
}
const sent = (more: Partial<SentCall> = {}): SentCall => ({ id: 'a', name: 'f', arguments: '{}', ...more });
const repair = (...calls: Partial<SentCall>[]) => repairCalls(calls.map(sent), minting());
const kinds = (...calls: Partial<SentCall>[]) => repair(...calls).repairs.map(({ kind }) => kind);

test.each(['call_abc', '__proto__', 'constructor', 'a b', 'é', '0', 'x'.repeat(40)])(
  'the id %j stays verbatim',
  (id) => {
    expect(repair({ id })).toEqual({ calls: [sent({ id })], repairs: [] });
  },
);

test.each<[unknown, string]>([
  ['', 'id_empty'],
  ['  ', 'id_empty'],
  [undefined, 'id_empty'],
  [null, 'id_empty'],
  [7, 'id_empty'],
  ['x'.repeat(41), 'id_too_long'],
  ['a\ud83d', 'id_malformed'],
])('the id %j is replaced: %s', (id, kind) => {
  const { calls, repairs } = repair({ id });
  expect(calls[0]!.id).toBe('minted1');
  expect(repairs).toMatchObject([{ kind, callId: 'minted1' }]);
});

test('of duplicate ids the first stays, and a minted id is never one that is taken', () => {
  const ids = repair({ id: 'minted1' }, { id: '__proto__' }, { id: '__proto__' }, { id: 'minted1' }).calls.map(
    ({ id }) => id,
  );
  expect(ids).toEqual(['minted1', '__proto__', 'minted2', 'minted3']);
});

test('a minted id has 9 letters and digits', () => {
  for (let n = 0; n < 50; n += 1) expect(mintId()).toMatch(/^[A-Za-z0-9]{9}$/);
});

test.each<[unknown, string]>([
  ['list orders', 'list_orders__'],
  ['', '__'],
  [undefined, '__'],
  [{ name: 'f' }, '__'],
  ['functions.f', 'functions_f__'],
  ['é'.repeat(70), `${'_'.repeat(62)}__`],
])('the name %j can be sent back as %j, which is no tool by accident', (name, mended) => {
  const { calls, repairs } = repair({ name });
  expect(calls[0]!.name).toBe(mended);
  expect(repairs).toMatchObject([{ kind: 'name', callId: 'a' }]);
});

test.each<[string, unknown, string, string | undefined]>([
  ['an object', '{"n":1}', '{"n":1}', undefined],
  ['an object with spaces, kept verbatim', ' { "n" : 1.0 } ', ' { "n" : 1.0 } ', undefined],
  ['a field __proto__', '{"__proto__":1}', '{"__proto__":1}', undefined],
  ['an array', '[{"n":1}]', JSON.stringify({ [NOT_JSON]: '[{"n":1}]' }), 'arguments_not_object'],
  ['a number', '1', JSON.stringify({ [NOT_JSON]: '1' }), 'arguments_not_object'],
  ['a text', '"x"', JSON.stringify({ [NOT_JSON]: '"x"' }), 'arguments_not_object'],
  ['nothing', '', '{}', 'arguments_empty'],
  ['spaces', ' \n', '{}', 'arguments_empty'],
  ['null in text', 'null', '{}', 'arguments_empty'],
  ['missing', undefined, '{}', 'arguments_not_text'],
  ['null', null, '{}', 'arguments_not_text'],
  ['an object that is no text', { n: 1 }, '{"n":1}', 'arguments_not_text'],
  ['cut off', '{"n": 1', JSON.stringify({ [NOT_JSON]: '{"n": 1' }), 'arguments_not_json'],
  ['not JSON', 'n=1', JSON.stringify({ [NOT_JSON]: 'n=1' }), 'arguments_not_json'],
  ['two objects', '{}{}', JSON.stringify({ [NOT_JSON]: '{}{}' }), 'arguments_not_json'],
  ['encoded twice', '"{\\"n\\":1}"', '{"n":1}', 'arguments_encoded_twice'],
])('arguments: %s', (_what, args, mended, kind) => {
  const { calls, repairs } = repair({ arguments: args });
  expect(calls[0]!.arguments).toBe(mended);
  expect(repairs.map((one) => one.kind)).toEqual(kind ? [kind] : []);
});

test('a call can need several repairs, and each is noted for it', () => {
  expect(kinds({}, { id: 'a', name: 'x y', arguments: 'no' })).toEqual(['id_duplicate', 'name', 'arguments_not_json']);
});

test('what a repair says is bounded', () => {
  const { repairs } = repair({ id: 'i'.repeat(9_000), name: 'n '.repeat(9_000), arguments: 'x'.repeat(9_000) });
  for (const { detail } of repairs) expect(detail.length).toBeLessThan(250);
});

test('whatever a service sends, the calls are well formed, as many, and in order', () => {
  const anything = fc.oneof(
    fc.string({ maxLength: 50, unit: 'binary' }),
    fc.constantFrom('', 'a', '__proto__', '{}', '"{}"'),
    fc.anything(),
  );
  const call = fc.record({ id: anything, name: anything, arguments: fc.oneof(anything, fc.json()) });
  fc.assert(
    fc.property(fc.array(call, { maxLength: 8 }), (calls) => {
      const serialisable = calls.filter((one) => isSerialisable(one));
      const repaired = repairCalls(serialisable, mintId).calls;
      expect(repaired).toHaveLength(serialisable.length);
      expect(new Set(repaired.map(({ id }) => id)).size).toBe(repaired.length);
      for (const [n, { id, name, arguments: args }] of repaired.entries()) {
        expect(id.length).toBeGreaterThan(0);
        expect(id.length).toBeLessThanOrEqual(40);
        expect(name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
        expect(JSON.parse(args)).toEqual(expect.objectContaining({}));
        expect(Array.isArray(JSON.parse(args))).toBe(false);
        if (name === serialisable[n]!.name) continue;
        expect(name.endsWith('__')).toBe(true);
      }
    }),
    { seed: 5, numRuns: 1_000 },
  );
});

/** A service's answer was JSON, so nothing else can come out of it. */
function isSerialisable(value: unknown): boolean {
  try {
    JSON.stringify(value);
    return true;
  } catch {
    return false;
  }
}
