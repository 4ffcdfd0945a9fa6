/** Each way in which a transcript can break the contract, by hand; and the request builder that refuses it. */
import { buildRequest } from '../../src/models/build-request.js';
import type { ModelRequest } from '../../src/models/model.js';
import { ContractViolation } from '../../src/protocol/contract-violation.js';
import type { Item } from '../../src/protocol/item.js';
import { findViolations, type Violation } from '../../src/protocol/violations.js';
import { call, entries, result, says, user } from './items.js';

const request = (items: readonly Item[]): ModelRequest => ({
  model: 'm',
  transcript: entries(...items),
  tools: [],
  parallelToolCalls: true,
  final: false,
  to: { service: 'https://a.test', model: 'm', api: 'chat' },
  settings: {},
});

const VALID: [string, Item[]][] = [
  ['nothing', []],
  ['a question', [user()]],
  ['one call and its result', [user(), call('a'), result('a')]],
  ['results in the order of the calls', [call('a'), call('b'), result('a'), result('b'), says()]],
  [
    'text and reasoning among the calls',
    [says(), { type: 'reasoning', id: 'r' }, call('a'), says(), call('b'), result('a'), result('b')],
  ],
  ['an id used again in a later answer', [call('a'), result('a'), call('a'), result('a')]],
  [
    'ids that a plain object would lose',
    [call('__proto__'), call('constructor'), result('__proto__'), result('constructor')],
  ],
  ['items of kinds that demand no answer', [{ type: 'web_search_call', id: 'w' }, says(), { type: 'unheard_of' }]],
];

test.each(VALID)('valid: %s', (_what, items) => {
  expect(findViolations(entries(...items))).toEqual([]);
  const asked = request(items);
  expect(buildRequest(asked)).toBe(asked);
});

type Expected = [kind: Violation['kind'], index: number, callId: string];
const BROKEN: [string, Item[], Expected[]][] = [
  ['a call without a result at the end', [user(), call('a')], [['hole', 1, 'a']]],
  ['a call without a result before a question', [call('a'), user()], [['hole', 0, 'a']]],
  [
    'a call without a result before the next answer',
    [call('a'), call('b'), result('b'), says()],
    [
      ['hole', 0, 'a'],
      ['misplaced', 2, 'b'],
    ],
  ],
  [
    'a result after a question came between',
    [call('a'), user(), result('a')],
    [
      ['hole', 0, 'a'],
      ['stray', 2, 'a'],
    ],
  ],
  [
    'a result after the next answer began',
    [call('a'), call('b'), result('a'), says(), result('b')],
    [
      ['hole', 1, 'b'],
      ['stray', 4, 'b'],
    ],
  ],
  ['a second result', [call('a'), result('a'), result('a')], [['duplicate', 2, 'a']]],
  ['two calls with one id in one answer', [call('a'), call('a'), result('a'), result('a')], [['duplicate', 1, 'a']]],
  ['a result without a call', [user(), result('a')], [['stray', 1, 'a']]],
  ['a result of an earlier answer', [call('a'), result('a'), call('b'), result('a'), result('b')], [['stray', 3, 'a']]],
  [
    'results in another order than the calls',
    [call('a'), call('b'), result('b'), result('a')],
    [['misplaced', 2, 'b']],
  ],
  [
    'a result of another kind than the call',
    [{ type: 'custom_tool_call', call_id: 'a', name: 'f', input: '' }, result('a')],
    [
      ['hole', 0, 'a'],
      ['stray', 1, 'a'],
    ],
  ],
  ['a call with an empty id', [call(''), result('')], [['no_id', 0, '']]],
  ['a call without an id', [{ type: 'function_call', name: 'f', arguments: '{}' }, result('')], [['no_id', 0, '']]],
];

test.each(BROKEN)('broken: %s', (_what, items, expected) => {
  const found = findViolations(entries(...items));
  expect(found.map(({ kind, index, callId }) => [kind, index, callId])).toEqual(expected);
  expect(() => buildRequest(request(items))).toThrow(ContractViolation);
});

test('the error names at most five places and holds them all', () => {
  const items = Array.from({ length: 7 }, (_, n) => call(`c${n}`));
  const error = new ContractViolation(findViolations(entries(...items)));
  expect(error.violations).toHaveLength(7);
  expect(error.message).toContain('hole at entry 4 (function_call "c4") and 2 more');
  expect(error.message).not.toContain('"c5"');
});

test('a result that comes after the next step began is misplaced, even when that step is text alone', () => {
  const [asked, spoken, told] = entries(call('a'), says(), result('a'));
  expect(findViolations([asked!, { ...spoken!, step: 2 }, told!]).map(({ kind }) => kind)).toEqual(['hole', 'stray']);
  expect(findViolations([asked!, spoken!, told!])).toEqual([]);
});
