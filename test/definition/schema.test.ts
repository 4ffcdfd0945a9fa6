/** Schemas: what is sent to the service, and which can't be sent. */
import { z } from 'zod';
import * as mini from 'zod/mini';
import { defineTool } from '../../src/index.js';
import { refusal } from './refusal.js';

const define = (parameters: unknown, strict = false) =>
  defineTool({
    name: 't',
    description: 'd',
    parameters: parameters as Record<string, unknown>,
    execute: () => '',
    strict,
  });

describe('what is sent', () => {
  test("is a zod schema's input, without $schema", () => {
    const schema = z.object({
      city: z.string().describe('a city'),
      days: z.number().default(3),
      at: z.string().transform(Number),
    });
    expect(define(schema).jsonSchema).toEqual({
      type: 'object',
      properties: {
        city: { type: 'string', description: 'a city' },
        days: { type: 'number', default: 3 },
        at: { type: 'string' },
      },
      required: ['city', 'at'],
    });
  });

  test('is an object at the top for a zod schema with an id, which zod puts under $defs', () => {
    const schema = define(z.object({ a: z.string() }).meta({ id: 'Foo' })).jsonSchema;
    expect(schema).toMatchObject({ type: 'object', properties: { a: { type: 'string' } } });
    expect(schema).not.toHaveProperty('$ref');
  });

  test('may come from zod mini', () => {
    expect(define(mini.object({ a: mini.string() })).jsonSchema).toMatchObject({ required: ['a'] });
  });

  test('is a copy of a plain JSON Schema, with the properties that services demand', () => {
    const plain = { $schema: 'http://json-schema.org/draft-07/schema#', type: 'object', description: 'x' };
    const { jsonSchema } = define(plain);
    expect(jsonSchema).toEqual({ type: 'object', description: 'x', properties: {} });
    plain.type = 'array';
    expect(jsonSchema.type).toBe('object');
  });

  test('may refer to itself, and share ids with another tool whose schema differs', async () => {
    const tree = (leaf: string) => ({
      $id: 'https://x.example/tree',
      type: 'object',
      properties: { kids: { items: { $ref: '#' } }, leaf: { $id: 'https://x.example/leaf', type: leaf } },
    });
    const [texts, numbers] = [define(tree('string')), define(tree('number'))];
    expect(await texts.parseArguments({ kids: [{ leaf: 'x' }] })).toMatchObject({ ok: true });
    expect(await numbers.parseArguments({ kids: [{ leaf: 'x' }] })).toMatchObject({ ok: false });
    expect(await numbers.parseArguments({ kids: [{ leaf: 1 }] })).toMatchObject({ ok: true });
  });

  test('is closed for a strict tool', () => {
    const schema = z.object({ at: z.object({ lat: z.number().nullable() }) });
    expect(define(schema, true).jsonSchema).toMatchObject({
      additionalProperties: false,
      required: ['at'],
      properties: { at: { additionalProperties: false, required: ['lat'] } },
    });
    expect(define(schema).jsonSchema).not.toHaveProperty('additionalProperties');
  });
});

const loop: { type: string; properties?: object } = { type: 'object' };
loop.properties = { loop };
const unsendable: [string, unknown][] = [
  ['a date', z.object({ a: z.date() })],
  [
    'a text that becomes a date',
    z.object({ a: z.codec(z.string(), z.date(), { decode: (s) => new Date(s), encode: String }) }),
  ],
  ['a bigint', z.object({ a: z.bigint() })],
  ['a map', z.object({ a: z.map(z.string(), z.string()) })],
  ['a function', z.object({ a: z.function() })],
  ['a file', z.object({ a: z.file() })],
  ['an instance', z.object({ a: z.instanceof(URL) })],
  ['a transform with nothing before it', z.object({ a: z.transform(() => () => 1) })],
  ['no object', z.string()],
  ['a union at the top', z.union([z.object({}), z.object({ a: z.string() })])],
  ['zod 3', { _def: { typeName: 'ZodObject' } }],
  ['nothing', undefined],
  ['a list', []],
  ['a JSON Schema without a type', { properties: {} }],
  ['a JSON Schema of an array', { type: 'array' }],
  ['a JSON Schema of several types', { type: ['object', 'null'] }],
  ['an unknown type', { type: 'object', properties: { a: { type: 'strin' } } }],
  ['a reference to elsewhere', { type: 'object', properties: { a: { $ref: 'https://x.example/z' } } }],
  ['a bad pattern', { type: 'object', properties: { a: { type: 'string', pattern: '(' } } }],
  ['an asynchronous schema', { $async: true, type: 'object' }],
  ['a schema that holds itself', loop],
];
test.each(unsendable)('%s can not be sent', (_what, parameters) => {
  const error = refusal(() => define(parameters));
  expect(error.option).toBe('parameters');
  expect(error.message).not.toContain('\n');
});

const object = (fields: object): object => ({
  type: 'object',
  properties: {},
  additionalProperties: false,
  required: [],
  ...fields,
});
const notStrict: [string, unknown, string][] = [
  ['an open object', { type: 'object', properties: {} }, 'parameters.additionalProperties'],
  ['a loose zod object', z.looseObject({}), 'parameters.additionalProperties'],
  ['a zod record', z.object({ r: z.record(z.string(), z.number()) }), 'parameters.properties.r.additionalProperties'],
  ['an optional property', z.object({ a: z.string().optional() }), 'parameters.required'],
  ['a property with a default', z.object({ a: z.string().default('') }), 'parameters.required'],
  ['a missing required', object({ properties: { a: {} } }), 'parameters.required'],
  ['an extra required', object({ required: ['recipe'] }), 'parameters.required'],
  [
    'an open object in a list of alternatives',
    object({ properties: { a: { anyOf: [{ type: 'null' }, { type: ['object', 'null'] }] } }, required: ['a'] }),
    'parameters.properties.a.anyOf[1].additionalProperties',
  ],
  ['an open definition', object({ $defs: { d: { type: 'object' } } }), 'parameters.$defs.d.additionalProperties'],
  ['an open item', z.object({ l: z.array(z.looseObject({})) }), 'parameters.properties.l.items.additionalProperties'],
];
test.each(notStrict)('a strict tool may not have %s', (_what, parameters, option) => {
  expect(define(parameters).strict).toBe(false);
  expect(refusal(() => define(parameters, true)).option).toBe(option);
});

test('zod 3 is refused by its name, not as a bad JSON Schema', () => {
  const old = { _def: { typeName: 'ZodObject' }, type: 'object' };
  expect(refusal(() => define(old)).message).toContain('expected a schema of zod 4, not of zod 3');
});
