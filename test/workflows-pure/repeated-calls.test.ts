/** Which calls of a step aren't run again: by the agent's limit and the tool's own word. */
import type { AgentPolicy } from '../../src/definition/policy.js';
import { nextRepeats, type Repeats } from '../../src/protocol/repeats.js';
import { repeatedCalls } from '../../src/workflows/repeated-calls.js';
import { call } from '../protocol/items.js';
import { agent, callsOf, tool } from './policies.js';

const both = callsOf(call('a', 'f', '{"n":1}'), call('b', 'g', '{"n":1}'));

/** What is held back of the same two calls in each of so many steps in a row. */
function heldBack(policy: AgentPolicy, steps: number): ReadonlyMap<number, string>[] {
  let repeats: Repeats = [];
  return Array.from({ length: steps }, () => {
    repeats = nextRepeats(repeats, both);
    return repeatedCalls(both, policy, repeats);
  });
}

test('from the third step in a row on, and the model is told what to do', () => {
  const [first, second, third, fourth] = heldBack(agent({ repeatLimit: 3 }), 4);
  expect([first!.size, second!.size]).toEqual([0, 0]);
  expect([...third!.keys()]).toEqual([0, 1]);
  expect(third!.get(0)).toMatch(/^Skipped: this is step 3 in a row that asks for "f" with the same arguments/);
  expect(fourth!.get(1)).toContain('step 4 in a row that asks for "g"');
});

test('a tool that allows it is run, and without a limit all are', () => {
  const waiting = agent({ repeatLimit: 2, tools: [tool('f', { repeat: 'allowed' }), tool('g')] });
  expect([...heldBack(waiting, 2)[1]!.keys()]).toEqual([1]);
  expect(heldBack(agent(), 5).every(({ size }) => size === 0)).toBe(true);
});
