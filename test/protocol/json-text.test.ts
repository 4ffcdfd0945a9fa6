/** JSON that loses nothing: what would become null, `{}` or nothing at all is refused by its place. */
import fc from 'fast-check';
import { JsonLossError, jsonText } from '../../src/protocol/json-text.js';

class Row {
  constructor(readonly id: number) {}
}
class Hidden {
  readonly #id = 1;
  get id(): number {
    return this.#id;
  }
}
class Money {
  readonly #cents = 150;
  toJSON(): string {
    return `${this.#cents / 100} EUR`;
  }
}

const OWN_FORMS = '{"at":"1970-01-01T00:00:00.000Z","url":"http://a.b/","price":"1.5 EUR"}';

test.each<[string, unknown, string]>([
  ['a Map', new Map([[1, 2]]), 'value.at[1].x is an object of class Map'],
  ['a Set', new Set([1]), 'value.at[1].x is an object of class Set'],
  ['a Map with fields', Object.assign(new Map(), { a: 1 }), 'value.at[1].x is an object of class Map'],
  ['an Error', Object.assign(new TypeError('x'), { code: 1 }), 'value.at[1].x is an object of class TypeError'],
  ['a promise', Promise.resolve(1), 'value.at[1].x is an object of class Promise'],
  ['a class that hides its data', new Hidden(), 'value.at[1].x is an object of class Hidden'],
  ['a regular expression', /x/, 'value.at[1].x is an object of class RegExp'],
  ['NaN', Number.NaN, 'value.at[1].x is NaN'],
  ['Infinity', -Infinity, 'value.at[1].x is -Infinity'],
  ['a function', () => 1, 'value.at[1].x is a function'],
  ['a symbol', Symbol('s'), 'value.at[1].x is a symbol'],
  ['a BigInt', 5n, 'value.at[1].x is a BigInt'],
  ['an invalid date', new Date('no'), 'value.at[1].x is an invalid date'],
  ['a hole in a list', [1, undefined], 'value.at[1].x[1] is undefined in a list'],
  ['a sparse list', Array.from({ length: 2 }), 'value.at[1].x[0] is undefined in a list'],
])('%s is refused', (_what, x, message) => {
  const error = caught(() => jsonText('value', { at: [{}, { x }] }));
  expect(error).toBeInstanceOf(JsonLossError);
  expect((error as Error).message).toBe(`${message}, which JSON can't hold`);
});

test.each<[string, unknown, string]>([
  ['an absent field', { a: undefined, b: 1 }, '{"b":1}'],
  ['a class with data', [new Row(1)], '[{"id":1}]'],
  ['a form of its own', { at: new Date(0), url: new URL('http://a.b/'), price: new Money() }, OWN_FORMS],
  ['an object without a prototype', Object.assign(Object.create(null) as object, { a: 1 }), '{"a":1}'],
  ['an empty object and list', [{}, [], Object.create(null)], '[{},[],{}]'],
  ['the same object twice', ((row) => [row, { row }])(new Row(1)), '[{"id":1},{"row":{"id":1}}]'],
])('%s is JSON', (_what, value, text) => {
  expect(jsonText('value', value)).toBe(text);
});

test('a root that is lost is called by its name', () => {
  expect(() => jsonText('context', () => 1)).toThrow("context is a function, which JSON can't hold");
  expect(jsonText('context', undefined)).toBeUndefined();
});

test('whatever JSON can hold is written as ever', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(jsonText('value', value)).toBe(JSON.stringify(value));
    }),
    { seed: 11, numRuns: 300 },
  );
});

function caught(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
