/** Arguments of the model against the schema, and what the model is told of its faults. */
import { z } from 'zod';
import { defineTool } from '../../src/index.js';

const toolWith = (parameters: unknown) =>
  defineTool({ name: 't', description: 'd', parameters: parameters as Record<string, unknown>, execute: () => '' });

/** What the model is told of the arguments; fails when they are taken. */
async function told(parameters: unknown, value: unknown): Promise<string> {
  const parsed = await toolWith(parameters).parseArguments(value);
  if (parsed.ok) throw new Error('was taken');
  return parsed.message;
}

const zod = z.object({ city: z.string(), at: z.array(z.object({ lat: z.number() })).optional() });
const json = {
  type: 'object',
  properties: {
    city: { type: 'string', minLength: 2 },
    at: { type: 'array', items: { type: 'object', properties: { lat: { type: 'number' } }, required: ['lat'] } },
    unit: { enum: ['C', 'F'] },
  },
  required: ['city'],
  additionalProperties: false,
};

test.each([
  ['zod', zod],
  ['JSON Schema', json],
])('%s: arguments that fit are taken', async (_what, schema) => {
  const value = { city: 'Oslo', at: [{ lat: 1 }] };
  expect(await toolWith(schema).parseArguments(value)).toEqual({ ok: true, args: value });
});

test('zod: each fault is a line with its path', async () => {
  expect(await told(zod, { at: [{ lat: 1 }, { lat: 'x' }] })).toBe(
    'arguments.city: Invalid input: expected string, received undefined\n' +
      'arguments.at[1].lat: Invalid input: expected number, received string',
  );
  expect(await told(zod, 'x')).toBe('arguments: Invalid input: expected object, received string');
});

test('JSON Schema: each fault is a line with its path', async () => {
  expect(await told(json, { at: [{}], unit: 'K', 'odd key': 1 })).toBe(
    [
      'arguments.city: is required',
      'arguments["odd key"]: is not a known property',
      'arguments.at[0].lat: is required',
      'arguments.unit: must be one of ["C","F"]',
    ].join('\n'),
  );
  expect(await told(json, { city: 'x' })).toBe('arguments.city: must NOT have fewer than 2 characters');
  expect(await told({ type: 'object', properties: { a: { const: 1 } } }, { a: 2 })).toBe('arguments.a: must be 1');
});

test('a property that every object inherits does not count as given', async () => {
  expect(await told({ type: 'object', required: ['constructor'] }, {})).toBe('arguments.constructor: is required');
});

test('a union says what each alternative wants', async () => {
  const union = z.object({ u: z.union([z.string(), z.object({ k: z.number() })]) });
  expect(await told(union, { u: { k: '1' } })).toMatch(/^arguments\.u: .*expected string.* \| \.k: .*expected number/);
});

test('transforms and asynchronous refinements run', async () => {
  const schema = z.object({
    n: z
      .string()
      .transform(Number)
      .refine(async (n) => n < 5, 'is too much'),
  });
  expect(await toolWith(schema).parseArguments({ n: '4' })).toEqual({ ok: true, args: { n: 4 } });
  expect(await told(schema, { n: '6' })).toBe('arguments.n: is too much');
});

test('a check that throws refuses the arguments and nothing more', async () => {
  const schema = z.object({ n: z.string() }).refine(() => {
    throw new Error('broken');
  });
  expect(await told(schema, { n: '' })).toBe('arguments: the check failed: broken');
});

test.each<[string, () => unknown, string]>([
  ['a Date', () => new Date(0), 'class Date'],
  ['a Map', () => new Map(), 'class Map'],
  ['a bigint', () => 1n, 'type bigint'],
  ['a function', () => () => 1, 'type function'],
  ['NaN', () => NaN, 'NaN'],
])('arguments that a transform makes %s of are refused, since history holds JSON', async (_what, make, printed) => {
  const message = await told(z.object({ list: z.array(z.string().transform(make)) }), { list: ['x'] });
  expect(message).toContain(`arguments.list[0]: the tool's own schema makes of this`);
  expect(message).toContain(printed);
});

test('an absent property stays absent', async () => {
  const schema = z.object({
    a: z
      .string()
      .optional()
      .transform((a) => a),
  });
  expect(await toolWith(schema).parseArguments({})).toMatchObject({ ok: true });
});

test.each([
  ['zod', z.object({ list: z.array(z.number()) })],
  ['JSON Schema', { type: 'object', properties: { list: { type: 'array', items: { type: 'number' } } } }],
])('%s: many faults and long keys stay under 1,000 characters', async (_what, schema) => {
  const message = await told(schema, { list: Array.from({ length: 5_000 }, () => 'x') });
  expect(message.length).toBeLessThanOrEqual(1_000);
  expect(message).toMatch(/\n… and \d+ more$/);
  const stray = { type: 'object', properties: {}, additionalProperties: false };
  expect((await told(stray, { ['k\n'.repeat(50_000)]: 1 })).length).toBeLessThanOrEqual(1_000);
});

test('nesting without end is refused, not a crash', async () => {
  type Tree = { kids: Tree[] };
  const tree: z.ZodType<Tree> = z.object({ kids: z.lazy(() => z.array(tree)) });
  const schema = { type: 'object', properties: { kids: { type: 'array', items: { $ref: '#' } } } };
  let deep: Tree = { kids: [] };
  for (let depth = 0; depth < 100_000; depth++) deep = { kids: [deep] };
  for (const each of [tree, schema]) expect(await told(each, deep)).toMatch(/^arguments: the check failed: /);
});
