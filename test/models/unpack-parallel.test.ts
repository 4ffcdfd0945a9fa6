/** The model's internal wrapper round parallel calls is unpacked where it leaks out, and nothing else is taken for it. */
import type { SentCall } from '../../src/models/repair-calls.js';
import { unpackParallel } from '../../src/models/unpack-parallel.js';

const uses = (...list: unknown[]) => JSON.stringify({ tool_uses: list });
const use = (name: unknown, parameters: unknown) => ({ recipient_name: name, parameters });
const unpack = (sent: readonly SentCall[], offered: readonly string[] = ['f', 'g']) => {
  let n = 0;
  return unpackParallel(sent, new Set(offered), () => `minted${(n += 1)}`);
};

test.each(['multi_tool_use.parallel', 'multi_tool_use_parallel', 'parallel'])('%s is unpacked in its place', (name) => {
  const args = uses(use('functions.f', { n: 1 }), use('g', { n: 2 }), use('functions.f', undefined));
  const { calls, repairs } = unpack([
    { id: 'a', name: 'f', arguments: '{}' },
    { id: 'w', name, arguments: args },
    { id: 'b', name: 'g', arguments: '{}' },
  ]);
  expect(calls).toEqual([
    { id: 'a', name: 'f', arguments: '{}', source: 0 },
    { id: 'w', name: 'f', arguments: '{"n":1}', source: 1 },
    { id: 'minted1', name: 'g', arguments: '{"n":2}', source: 1 },
    { id: 'minted2', name: 'f', arguments: undefined, source: 1 },
    { id: 'b', name: 'g', arguments: '{}', source: 2 },
  ]);
  expect(repairs).toEqual([
    { kind: 'parallel_unpacked', callId: 'w', detail: `call 1: ${name} was unpacked into 3 calls` },
  ]);
});

test('arguments that came as an object, and parameters as a text, are read', () => {
  const args = { tool_uses: [use('functions.f', '{"n":1}')] };
  expect(unpack([{ id: 'w', name: 'parallel', arguments: args }]).calls).toMatchObject([{ arguments: '{"n":1}' }]);
});

test.each<[string, SentCall, string[]]>([
  [
    'a tool that is offered under that name',
    { id: 'w', name: 'parallel', arguments: uses(use('functions.f', {})) },
    ['parallel'],
  ],
  ['another name', { id: 'w', name: 'functions.parallel', arguments: uses(use('functions.f', {})) }, []],
  ['no uses', { id: 'w', name: 'parallel', arguments: uses() }, []],
  ['a use without a recipient', { id: 'w', name: 'parallel', arguments: uses(use('functions.f', {}), use(7, {})) }, []],
  ['a use that is none', { id: 'w', name: 'parallel', arguments: uses(null) }, []],
  ['arguments of another form', { id: 'w', name: 'parallel', arguments: '{"calls":[]}' }, []],
  ['arguments that are no JSON', { id: 'w', name: 'parallel', arguments: '{"tool_uses":[' }, []],
])('%s is left as it is', (_what, call, offered) => {
  expect(unpack([call], offered)).toEqual({ calls: [{ ...call, source: 0 }], repairs: [] });
});
