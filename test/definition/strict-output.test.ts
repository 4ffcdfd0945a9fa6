/** Which structured answers are asked for strictly: a service would refuse the others. */
import { z } from 'zod';
import { defineAgent } from '../../src/index.js';
import { schemaFault } from '../../src/testing/rules/schema-fault.js';

function read(output: z.ZodObject) {
  const { jsonSchema, strict } = defineAgent({ name: 'shop', model: 'm', output }).output ?? {};
  return { jsonSchema, strict };
}

test('a plain object of required properties is closed, and strict', () => {
  const inner = z.object({ id: z.string(), note: z.string().nullable() });
  const { jsonSchema, strict } = read(
    z.object({ total: z.number(), orders: z.array(inner), kind: z.enum(['a', 'b']) }),
  );
  expect(strict).toBe(true);
  expect(schemaFault(jsonSchema, true)).toBeUndefined();
  expect(jsonSchema).toMatchObject({
    additionalProperties: false,
    properties: { orders: { items: { additionalProperties: false, required: ['id', 'note'] } } },
  });
});

interface Tree {
  readonly children: readonly Tree[];
}
const tree: z.ZodType<Tree> = z.object({ children: z.array(z.lazy(() => tree)) });

test.each([
  ['a whole number with bounds', z.int().min(1).max(5)],
  ['an alternative', z.union([z.string(), z.object({ a: z.number() })])],
  ['a text that is read as a number', z.string().transform(Number)],
  ['a form that holds itself', tree],
  ['a date as text', z.iso.date()],
])('%s is strict', (_what, value) => {
  const { jsonSchema, strict } = read(z.object({ value }));
  expect(strict).toBe(true);
  expect(schemaFault(jsonSchema, true)).toBeUndefined();
});

const deep = Array.from({ length: 5 }).reduce<z.ZodType>((inner) => z.object({ inner }), z.string());

test.each([
  ['an optional property', z.string().optional()],
  ['a default', z.string().default('x')],
  ['an object that takes other keys', z.looseObject({ a: z.string() })],
  ['a record', z.record(z.string(), z.string())],
  ['an optional property further down', z.array(z.object({ a: z.string().optional() }))],
  ['anything', z.unknown()],
  ['a union by a key', z.discriminatedUnion('k', [z.object({ k: z.literal('x') }), z.object({ k: z.literal('y') })])],
  ['a tuple', z.tuple([z.string(), z.number()])],
  ['a length', z.string().min(1)],
  ['a format that is not among the known', z.url()],
  ['a pattern that looks ahead', z.string().regex(/^(?!x)/)],
  ['six objects in each other', deep],
  ['501 values to choose from', z.enum(Array.from({ length: 501 }, (_, n) => `v${n}`))],
])('%s is not strict, and objects stay open', (_what, value) => {
  const { jsonSchema, strict } = read(z.object({ value }));
  expect(strict).toBe(false);
  expect(jsonSchema).not.toHaveProperty('additionalProperties');
});
