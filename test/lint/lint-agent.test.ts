/** Each rule of `lintAgent`: what it finds, and the nearest thing that it lets be. */
import { z } from 'zod';
import { defineAgent, defineTool, hostedTool, lintAgent, type LintedAgent } from '../../src/index.js';
import { WARNING_CODES, type WarningCode } from '../../src/definition/warning-code.js';

type Options = Partial<Parameters<typeof defineTool>[0]>;
const text = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, { type: 'string' }]));
const closed = (properties: Record<string, unknown>, more: object = {}) => {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false, ...more };
};
const made = defineTool as unknown as (options: unknown) => ReturnType<typeof hostedTool>;
const tool = (name: string, options: Options | object = {}) =>
  made({
    name,
    description: `Reads what ${name} says today.`,
    parameters: closed(text('q')),
    execute: () => '',
    ...options,
  });
const strict = (parameters: object) => tool('f', { strict: true, parameters });
const define = defineAgent as unknown as (options: unknown) => LintedAgent;
const agent = (tools: readonly unknown[], options: object = {}) =>
  define({ name: 'a', model: 'm', api: 'responses', silence: [], tools, ...options });
const sequential = { parallelToolCalls: false };
const codes = (linted: LintedAgent) => lintAgent(linted).map(({ code }) => code);
const nested = (depth: number): object => (depth === 1 ? closed(text('q')) : closed({ inner: nested(depth - 1) }));
const many = (n: number) => Array.from({ length: n }, (_, i) => `k${i}`);
const noWarning = { silence: ['hosted_tool_blocks_parallel'] };

test('an ordinary agent has no findings', () => {
  const parameters = z.object({
    since: z.string(),
    kinds: z.array(z.enum(['a', 'b'])),
    at: z.object({ day: z.iso.date() }),
  });
  expect(lintAgent(agent([tool('orders', { parameters }), tool('invoices')]))).toEqual([]);
  expect(lintAgent(agent([tool('orders'), hostedTool({ type: 'web_search', isolate: true })]))).toEqual([]);
});

const search = hostedTool({ type: 'web_search' });
const rules: [what: string, found: string[], linted: () => LintedAgent][] = [
  ['web search beside a function', [], () => agent([tool('f'), search], noWarning)],
  ['web search alone', [], () => agent([search])],
  ['web search without parallel calls', [], () => agent([tool('f'), search], sequential)],
  ['code beside a function', [], () => agent([tool('f'), hostedTool({ type: 'code_interpreter', container: 'c' })])],
  ['a type that OpenAI lacks', ['hosted_type_unknown'], () => agent([hostedTool({ type: 'web_serch' })])],
  ['strict beside parallel calls', ['strict_with_parallel'], () => agent([strict(closed(text('q')))])],
  ['strict without parallel calls', [], () => agent([strict(closed(text('q')))], sequential)],
  ['one required tool', ['required_single_tool'], () => agent([tool('f')], { toolChoice: 'required' })],
  ['one required tool of two', [], () => agent([tool('f'), tool('g')], { toolChoice: 'required' })],
  ['one required tool on Chat', [], () => agent([tool('f')], { toolChoice: 'required', api: 'chat' })],
  ['one tool that may be called', [], () => agent([tool('f')], { toolChoice: 'auto' })],
  [
    'a description that forbids parallel use',
    ['forbids_parallel'],
    () => agent([tool('f', { description: 'Reads orders. Call one at a time.' })]),
  ],
  [
    'another',
    ['forbids_parallel'],
    () => agent([tool('f', { description: "Reads orders. Don't call it in parallel." })]),
  ],
  [
    'another',
    ['forbids_parallel'],
    () => agent([tool('f', { description: 'Reads orders. Must not be used together with others at the same time.' })]),
  ],
  [
    'another',
    ['forbids_parallel'],
    () => agent([tool('f', { description: 'Reads orders. One tool per message, please.' })]),
  ],
  [
    'one that forbids nothing',
    [],
    () => agent([tool('f', { description: 'Reads orders, one page at a time; calls run in parallel.' })]),
  ],
  [
    'one that forbids it where it is off',
    [],
    () => agent([tool('f', { description: 'Reads orders. Call one at a time.' })], sequential),
  ],
  ['a description of one word', ['description_missing'], () => agent([tool('f', { description: 'Reads' })])],
  [
    'a description that is the name',
    ['description_missing'],
    () => agent([tool('listOrders', { description: 'List orders.' })]),
  ],
  [
    '1,025 characters',
    ['description_long'],
    () => agent([tool('f', { description: 'Reads it. '.repeat(103).slice(0, 1_025) })]),
  ],
  ['1,024 characters', [], () => agent([tool('f', { description: 'Reads it. '.repeat(103).slice(0, 1_024) })])],
  [
    'equal descriptions',
    ['descriptions_alike'],
    () => agent([tool('f', { description: 'Reads it.' }), tool('g', { description: 'Reads it.' })]),
  ],
  [
    'descriptions with 4 of 5 words in common',
    ['descriptions_alike'],
    () =>
      agent([
        tool('f', { description: 'Reads the open orders.' }),
        tool('g', { description: 'Reads the open orders, too.' }),
      ]),
  ],
  [
    'descriptions with 3 of 5 words in common',
    [],
    () =>
      agent([
        tool('f', { description: 'Reads the open orders.' }),
        tool('g', { description: 'Reads the open invoices.' }),
      ]),
  ],
  [
    'names that differ in form',
    ['names_alike'],
    () => agent([tool('get_orders'), tool('getOrders', { description: 'Something else.' })]),
  ],
  ['a union at the top', ['schema_refused'], () => agent([tool('f', { parameters: { type: 'object', anyOf: [{}] } })])],
  [
    'an array of nothing known',
    ['schema_refused'],
    () => agent([tool('f', { parameters: closed({ a: { type: 'array' } }) })]),
  ],
  [
    'a list of arrays of nothing',
    ['schema_refused'],
    () => agent([tool('f', { parameters: closed({ a: { type: 'array', items: { type: ['array', 'null'] } } }) })]),
  ],
  [
    'oneOf in a tool that is not strict',
    [],
    () => agent([tool('f', { parameters: closed({ a: { oneOf: [{ type: 'null' }] } }) })]),
  ],
];
const hard = (parameters: object) => agent([strict(parameters)], sequential);
const strictRules: [what: string, found: string[], linted: () => LintedAgent][] = [
  ...['oneOf', 'allOf'].map((keyword): (typeof rules)[0] => [
    keyword,
    ['strict_schema_refused'],
    () => hard(closed({ a: { [keyword]: [{ type: 'null' }] } })),
  ]),
  ['not', ['strict_schema_refused'], () => hard(closed({ a: { not: { type: 'null' } } }))],
  ['anyOf', [], () => hard(closed({ a: { anyOf: [{ type: 'null' }] } }))],
  ['allOf at the top, once', ['schema_refused'], () => hard(closed({}, { allOf: [{}] }))],
  ['a default', ['strict_schema_doubtful'], () => hard(closed({ a: { type: 'string', default: '' } }))],
  ['a URL', ['strict_schema_refused'], () => hard(closed({ a: { type: 'string', format: 'uri' } }))],
  ['a date', [], () => hard(closed({ a: { type: 'string', format: 'date' } }))],
  ['5 levels', [], () => hard(nested(5))],
  ['6 levels', ['strict_schema_doubtful'], () => hard(nested(6))],
  ['11 levels', ['strict_schema_refused'], () => hard(nested(11))],
  ['101 properties', ['strict_schema_doubtful'], () => hard(closed(text(...many(101))))],
  ['5,001 properties', ['strict_schema_refused'], () => hard(closed(text(...many(5_001))))],
  ['501 enum values', ['strict_schema_doubtful'], () => hard(closed({ a: { enum: many(501) } }))],
  ['1,001 enum values', ['strict_schema_refused'], () => hard(closed({ a: { enum: many(1_001) } }))],
  [
    'a long enum',
    ['strict_schema_refused'],
    () => hard(closed({ a: { enum: many(251).map((key) => key.padEnd(60, 'x')) } })),
  ],
  [
    'names of 120,001 characters',
    ['strict_schema_refused'],
    () => hard(closed({ ['k'.repeat(120_001)]: { type: 'null' } })),
  ],
];
test.each([...rules, ...strictRules])('%s: %j', (_what, found, linted) => {
  expect(codes(linted())).toEqual(found);
});

test('web or file search beside functions is told with its evidence, and silenced', () => {
  const files = hostedTool({ type: 'file_search', vector_store_ids: ['vs_1'] });
  const linted = { ...agent([tool('f'), search, files], noWarning), silence: [] };
  const [finding, ...others] = lintAgent(linted);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    code: 'hosted_tool_blocks_parallel',
    severity: 'warning',
    agent: 'a',
    tool: 'web_search, file_search',
  });
  expect(finding?.reason).toMatch(/gpt-4o .* 2025 \(community\.openai\.com\/t\/1226942\).* July 2026/);
  expect(finding?.fix).toContain('isolate: true');
  expect(lintAgent({ ...linted, silence: ['hosted_tool_blocks_parallel'] })).toEqual([]);
});

test('errors come first and can not be silenced', () => {
  const linted = agent([tool('f', { description: 'Reads', parameters: { type: 'object', anyOf: [{}] } })]);
  expect(lintAgent(linted).map(({ code, severity }) => [code, severity])).toEqual([
    ['schema_refused', 'error'],
    ['description_missing', 'warning'],
  ]);
  expect(codes({ ...linted, silence: WARNING_CODES })).toEqual(['schema_refused']);
  expect(codes({ ...linted, silence: ['schema_refused' as WarningCode, 'description_missing'] })).toContain(
    'schema_refused',
  );
});
