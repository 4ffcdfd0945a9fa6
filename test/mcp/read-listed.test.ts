/** From the tools that a server lists to tools of ours: names, effects, schemas, and what is left out, each with a line. */
import { mcpServer, type McpToolOptions } from '../../src/index.js';
import { offeredName, readListed } from '../../src/mcp/read-listed.js';

const server = (options?: McpToolOptions) => mcpServer({ name: 'files', command: 'x' }, options);
const read = (listed: readonly unknown[], options?: McpToolOptions) =>
  readListed(server(options), listed, () => () => undefined);
const tool = (name: string, more: object = {}) => ({
  name,
  description: name,
  inputSchema: { type: 'object' },
  ...more,
});
const names = ({ tools }: ReturnType<typeof read>) => tools.map((each) => each.name);

test('names are prefixed with the server, made valid, cut and kept apart', () => {
  expect(names(read([tool('read'), tool('a.b/c d')]))).toEqual(['files_read', 'files_a_b_c_d']);
  expect(names(read([tool('read')], { prefix: '' }))).toEqual(['read']);
  const long = offeredName('files_', 'x'.repeat(100));
  expect(long).toMatch(/^[a-zA-Z0-9_-]{64}$/);
  expect(offeredName('files_', `${'x'.repeat(99)}y`)).not.toBe(long);
});

test('names that would be the same are told apart, whatever the order in which the server lists them', () => {
  const [dot, dash, slash] = [tool('a.b'), tool('a-b'), tool('a/b')];
  const one = read([dot, dash, slash]);
  expect(one.leftOut).toEqual([]);
  expect(names(one)).toEqual([
    expect.stringMatching(/^files_a_b_\w{8}$/),
    'files_a-b',
    expect.stringMatching(/^files_a_b_\w{8}$/),
  ]);
  expect(new Set(names(one)).size).toBe(3);
  const other = readListed(server(), [slash, dot], () => () => undefined, one.byJson);
  expect(other.tools.map(({ name }) => name)).toEqual([names(one)[2], names(one)[0]]);
  // Known by another name before its namesake came.
  const alone = read([dot]);
  expect(names(alone)).toEqual(['files_a_b']);
  const later = readListed(server(), [dot, slash], () => () => undefined, alone.byJson);
  expect(later.tools.map(({ name }) => name)).toEqual([names(one)[0], names(one)[2]]);
  expect(read([dash, dash])).toMatchObject({
    tools: [{ name: 'files_a-b' }],
    leftOut: ['tool a-b: it is listed twice'],
  });
});

test('names, schemas and faults of a hostile list are bounded', () => {
  const long = read([tool('x'.repeat(300)), tool('good')]);
  expect(names(long)).toEqual(['files_good']);
  expect(long.leftOut).toEqual([expect.stringMatching(/^tool x+….*: its name has more than 256 characters$/)]);
  const description = 'd'.repeat(99_000);
  const heavy = read(Array.from({ length: 7 }, (_, i) => tool(`t${i}`, { description })));
  expect(names(heavy)).toHaveLength(5);
  expect(heavy.leftOut[0]).toBe('tool t5: with it the tools have more than 500000 characters');
  const faulty = read(Array.from({ length: 1_000 }, (_, i) => tool(`t${i}`, { inputSchema: null })));
  expect(faulty.leftOut).toHaveLength(21);
  expect(faulty.leftOut[20]).toBe('980 more such faults in its list');
});

test('the policy knows the server and its own name of the tool', () => {
  const [made] = read([tool('a.b')], { timeout: '5s', maxParallel: 2 }).tools;
  expect(made!.policy).toMatchObject({
    name: 'files_a_b',
    mcp: { server: 'files', tool: 'a.b' },
    timeoutMs: 5_000,
    maxParallel: 2,
  });
});

test('what a server does not call repeatable runs once, unless the options say otherwise', () => {
  const listed = [
    tool('r', { annotations: { readOnlyHint: true } }),
    tool('i', { annotations: { idempotentHint: true } }),
    tool('w', { annotations: { destructiveHint: true } }),
  ];
  const effects = (options?: McpToolOptions) => read(listed, options).tools.map(({ policy }) => policy.effect);
  expect(effects()).toEqual(['read', 'idempotent', 'once']);
  expect(effects({ retry: { maximumAttempts: 5 } })).toEqual(['read', 'idempotent', 'once']);
  expect(effects({ effect: 'idempotent' })).toEqual(['idempotent', 'idempotent', 'idempotent']);
});

test('allow and deny choose by the names of the server; an allowed name that it lacks is told', () => {
  const listed = [tool('a'), tool('b'), tool('c')];
  expect(names(read(listed, { allow: ['a', 'b'], deny: ['b'] }))).toEqual(['files_a']);
  expect(read(listed, { allow: ['a', 'z'] }).leftOut).toEqual(['it has no tool z, which allow names']);
});

test('a bad tool is left out with a line, and takes no other with it', () => {
  const { tools, leftOut } = read([
    { description: 'nameless' },
    null,
    tool('no_schema', { inputSchema: undefined }),
    tool('list', { inputSchema: { type: 'array' } }),
    tool('broken', { inputSchema: { type: 'object', properties: { a: { type: 'strnig' } } } }),
    tool('huge', { inputSchema: { type: 'object', description: 'x'.repeat(100_001) } }),
    tool('task', { execution: { taskSupport: 'required' } }),
    tool('good', { description: 'half \ud800' }),
  ]);
  expect(tools.map((each) => [each.name, each.description])).toEqual([['files_good', 'half \ufffd']]);
  expect(leftOut).toEqual([
    'a tool without a name',
    'a tool without a name',
    'tool no_schema: it has no input schema',
    expect.stringMatching(/^tool list: parameters: expected a schema of type 'object' at the top/),
    expect.stringMatching(/^tool broken: parameters: expected a JSON Schema/),
    'tool huge: its schema has more than 100000 characters',
    'tool task: it runs as an MCP task alone',
  ]);
});

test('a thousand tools are cut to what a service takes, with one line', () => {
  const { tools, leftOut } = read(Array.from({ length: 1_000 }, (_, i) => tool(`t${i}`)));
  expect(tools).toHaveLength(128);
  expect(leftOut).toEqual([
    'it lists 1000 tools, of which 872 are left out: a service takes 128 in all; name those that are needed in allow',
  ]);
});

test('a schema is sent without what OpenAI refuses, and calls are checked by the whole', async () => {
  const inputSchema = {
    type: 'object',
    properties: { ids: { type: 'array' }, name: { type: 'string' } },
    oneOf: [{ required: ['ids'] }, { required: ['name'] }],
  };
  const [made] = read([tool('find', { inputSchema })]).tools;
  expect(made!.jsonSchema).toEqual({
    type: 'object',
    properties: { ids: { type: 'array', items: {} }, name: { type: 'string' } },
  });
  expect((await made!.parseArguments({ name: 'x' })).ok).toBe(true);
  expect((await made!.parseArguments({})).ok).toBe(false);
});

test('a tool that is listed again as it was is the same one', () => {
  const first = read([tool('a')]);
  const again = readListed(server(), [tool('a'), tool('b')], () => () => undefined, first.byJson);
  expect(again.tools[0]).toBe(first.tools[0]);
});
