/** Reasoning goes back only with the item that followed it, known by its id: the service refuses it alone. */
import { toResponsesInput } from '../../../src/models/responses/to-responses-input.js';
import type { Entry, From } from '../../../src/protocol/entry.js';
import { responsesRefusal } from '../../../src/testing/responses-refusal.js';
import { entriesOf, withResults } from './answered.js';

const HERE: From = { service: 'https://a.test', model: 'm', api: 'responses' };
const call = (id: string) => ({
  item: { type: 'function_call', id: 'fc_same', call_id: id, name: 'f', arguments: '{}' },
});
const reasoning = { item: { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'e==' } };

test('a call that loses its id to an earlier one takes the reasoning before it along', () => {
  const entries: Entry[] = [
    ...withResults(entriesOf([call('a')], HERE, 1)),
    ...withResults(entriesOf([reasoning, call('b')], HERE, 2)),
  ];
  const { input, repairs } = toResponsesInput(entries, HERE);
  expect(input.map(({ type }) => type)).not.toContain('reasoning');
  expect(repairs.map(({ kind }) => kind).toSorted()).toEqual(['dropped_added', 'dropped_reasoning']);
  expect(responsesRefusal({ model: 'm', input, store: false })).toBeUndefined();
});
