/** A misspelt option: the nearest one is named, and none where none is near. */
import { defineAgent, defineTool } from '../../src/index.js';
import { nearest } from '../../src/definition/nearest.js';
import { refusal } from './refusal.js';

const known = ['name', 'model', 'toolChoice', 'timeout', 'tools'];

test.each([
  ['toolChoise', 'toolChoice'],
  ['timeOut', 'timeout'],
  ['tool', 'tools'],
  ['nmae', undefined],
  ['constructor', undefined],
  ['', undefined],
  ['x'.repeat(1_000_000), undefined],
])('%.20s', (word, expected) => {
  expect(nearest(word, known)).toBe(expected);
});

const define = defineAgent as unknown as (options: unknown) => unknown;

test('the error names the agent, the option and the one that was meant', () => {
  const error = refusal(() => define({ name: 'shop', model: 'm', toolChoise: 'sk-secret' }));
  expect(error.message).toMatch(
    /^agent "shop": there is no option "toolChoise"; did you mean "toolChoice"\? The options are name, model, .*[a-zA-Z]$/,
  );
  expect(error).toMatchObject({ defined: 'shop', option: 'toolChoise', value: undefined });
  expect(error.problem).toBe('agent "shop": there is no option "toolChoise"');
  expect(error.fix).toMatch(/^Write toolChoice\. The options are name, .*\.$/);
});

test('one within another option has its path, and where none is near none is named', () => {
  const error = refusal(() => define({ name: 'shop', model: 'm', limits: { 'x.y': 5 } }));
  expect(error.message).toBe(
    'agent "shop": there is no option "limits.x.y". The options of limits are steps, toolCalls, tokens, duration, cost, depth',
  );
});

test('a tool, too', () => {
  const error = refusal(() => (defineTool as unknown as typeof define)({ name: 'look', efect: 'read' }));
  expect(error.message).toContain('tool "look": there is no option "efect"; did you mean "effect"? ');
});
