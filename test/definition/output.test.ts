/** The schema of a structured answer: what can't be asked for is refused when defining. */
import { z } from 'zod';
import { defineAgent, defineTool } from '../../src/index.js';
import { refusal } from './refusal.js';

const base = { name: 'shop', model: 'm' };
const output = z.object({ total: z.number() });
const tool = (name: string) => defineTool({ name, description: 'd', parameters: z.object({}), execute: () => 'x' });
const refused = (options: object) => refusal(() => defineAgent({ ...base, ...options })).message;

test('the mode is schema unless said otherwise, and absent without a schema', () => {
  expect(defineAgent({ ...base, output })).toMatchObject({ outputMode: 'schema', policy: { corrections: 2 } });
  expect(defineAgent({ ...base, output, outputMode: 'tool' }).outputMode).toBe('tool');
  expect(defineAgent(base)).not.toHaveProperty('outputMode');
  expect(defineAgent(base).policy).not.toHaveProperty('corrections');
});

test.each<[string, z.ZodType]>([
  ['a text', z.string()],
  ['a list', z.array(z.string())],
  ['a union', z.union([z.object({ a: z.string() }), z.object({ b: z.string() })])],
  ['an optional object', output.nullable()],
])('%s at the top is refused, and says what to do', (_what, schema) => {
  const message = refused({ output: schema });
  expect(message).toMatch(/agent "shop": output: expected a schema of type 'object' at the top, got /);
  expect(message).toMatch(/Put the value, union or list under a property of an object\.$/);
});

test.each<[string, z.ZodType]>([
  ['a date', z.date()],
  ['a bigint', z.bigint()],
  ['a map', z.map(z.string(), z.string())],
  ['a set', z.set(z.string())],
  ['a symbol', z.symbol()],
  ['undefined', z.undefined()],
  ['a file', z.file()],
  ['a transform of nothing that can be sent', z.transform((value) => value)],
  ['NaN', z.nan()],
])('%s can not be sent as JSON Schema', (_what, schema) => {
  expect(refused({ output: z.object({ value: schema }) })).toMatch(
    /output: expected a schema that can be sent as JSON/,
  );
});

test('what a field becomes after it was read is up to the schema', () => {
  const schema = z.object({ total: z.string().transform(Number) });
  expect(defineAgent({ ...base, output: schema }).output?.jsonSchema.properties).toEqual({ total: { type: 'string' } });
});

test.each<[string, object, string]>([
  ['a mode without a schema', { outputMode: 'tool' }, 'outputMode: expected nothing, or an output schema beside it'],
  ['another mode', { output, outputMode: 'json' }, "outputMode: expected 'schema' or 'tool', got \"json\""],
  [
    'a tool with the name of the answer',
    { output, outputMode: 'tool', tools: [tool('final_answer')] },
    'tools: expected another name',
  ],
  [
    'as many tools as a service takes, and the answer',
    { output, outputMode: 'tool', tools: Array.from({ length: 128 }, (_, i) => tool(`t${i}`)) },
    'expected at most 127 tools beside the function that is the answer, got "128 tools"',
  ],
])('%s is refused', (_what, options, text) => {
  expect(refused(options)).toContain(text);
});

test('the name is free where the answer is no call', () => {
  expect(defineAgent({ ...base, output, tools: [tool('final_answer')] }).tools).toHaveLength(1);
});

test('the digest changes with the schema and the mode', () => {
  const digestOf = (options: object) => defineAgent({ ...base, ...options }).policy.digest;
  const other = z.object({ n: z.number() });
  const digests = [{}, { output }, { output, outputMode: 'tool' }, { output: other }].map(digestOf);
  expect(new Set(digests).size).toBe(4);
});
