import { hostname } from 'node:os';
import { agentsWithout, differing, missingKeys, workerIdentity } from '../../src/cli/served-agents.js';
import { defineAgent } from '../../src/index.js';

const agent = (name: string, apiKeyEnv = 'KEY') => defineAgent({ name, model: 'm', provider: { apiKeyEnv } });

test("a worker's identity names its agents, as long as they are few", () => {
  expect(workerIdentity([agent('b'), agent('a')])).toBe(`${process.pid}@${hostname()} [a,b]`);
  const many = Array.from({ length: 100 }, (_, i) => agent(`agent-${i}`));
  expect(workerIdentity(many)).toBe(`${process.pid}@${hostname()}`);
});

test('another worker is told of when it serves other agents and may be alive', () => {
  const own = workerIdentity([agent('a')]);
  const elsewhere = '12@some-other-host [b]';
  expect(differing([own, '12@some-other-host [a]', '77@foreign worker', ''], 'a')).toBeUndefined();
  expect(differing([own, elsewhere], 'a')).toBe('b');
  // Of this machine, this very process is alive, and no process has a pid beyond what any system gives.
  expect(differing([own], 'c')).toBe('a');
  expect(differing([`${2 ** 30}@${hostname()} [b]`], 'a')).toBeUndefined();
});

test('an agent is missed only where each worker says which agents it has', () => {
  const [one, two] = ['1@host [shop,other]', '2@host [triage]'];
  expect(agentsWithout([one, two], 'shpo')).toEqual(['other', 'shop', 'triage']);
  expect(agentsWithout([one, two], 'triage')).toBeUndefined();
  expect(agentsWithout([one, '3@a worker of somebody else'], 'shpo')).toBeUndefined();
});

test('a key that is missing is told once, with the agents that need it', () => {
  const agents = [agent('a'), agent('b'), agent('c', 'OTHER')];
  expect(missingKeys({ agents }, { OTHER: 'x', KEY: '' })).toEqual([
    'KEY is not set: turns of a, b will fail until it is',
  ]);
  const summing = defineAgent({
    name: 'd',
    model: 'm',
    provider: { apiKeyEnv: 'OTHER' },
    compaction: { atTokens: 1_000, model: { model: 'small', provider: { apiKeyEnv: 'SUMS' } } },
  });
  expect(missingKeys({ agents: [summing] }, { OTHER: 'x' })).toEqual([
    'SUMS is not set: turns of d will not be compacted until it is',
  ]);
  const openai = () => {
    throw new Error('not called');
  };
  expect(missingKeys({ agents, openai }, {})).toEqual([]);
});
