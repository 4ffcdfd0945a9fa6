/** `agentTool` and `handoff`: what is wrong with them is refused in one clear line, and so are agents that lead nowhere. */
import { agentTool, checkAgents, defineAgent, handoff, type Agent, type AgentToolOptions } from '../../src/index.js';
import { refusal } from './refusal.js';

const agent = defineAgent({ name: 'worker', model: 'm' });
const asks =
  (options: unknown, to: unknown = agent) =>
  () =>
    agentTool(to as Agent, options as AgentToolOptions);
const hands =
  (options: unknown, to: unknown = agent) =>
  () =>
    handoff(to as Agent, options as object);

test.each<[string, () => unknown, string]>([
  ['no options', asks(undefined), 'tool: options: expected an object with name, description'],
  ['null', asks(null), 'tool: options: expected an object'],
  ['a text', asks('asks'), 'tool: options: expected an object'],
  ['no description', asks({}), 'tool "worker": description: expected a text of 1 to 10000 characters, got undefined'],
  ['a misspelt option', asks({ descripton: 'x' }), 'did you mean "description"'],
  ['a limit that is none', asks({ description: 'x', limits: { cost: 0 } }), 'limits.cost: expected a number over 0'],
  ['a misspelt limit', asks({ description: 'x', limits: { token: 5 } }), 'did you mean "limits.tokens"'],
  ['no agent', asks({ description: 'x' }, null), 'agent: expected an agent made by defineAgent, or the name of one'],
  [
    'a name with a blank',
    asks({ description: 'x', name: 'y' }, 'my agent'),
    'agent: expected an agent made by defineAgent',
  ],
  [
    "a tool in an agent's place",
    asks({ description: 'x' }, { kind: 'tool', name: 'y' }),
    'agent: expected an agent made by',
  ],
  ['handoff with null', hands(null), 'tool: options: expected an object with name, description'],
  ['handoff with a list', hands([]), 'tool: options: expected an object with name, description'],
  ['handoff to nobody', hands({}, null), 'agent: expected an agent made by defineAgent, or the name of one'],
  ['handoff to a long name', hands(undefined, 'n'.repeat(60)), 'name: expected 1 to 64 letters, digits, _ or -'],
])('%s is refused', (_what, define, message) => {
  expect(refusal(define).message).toContain(message);
});

test('two agents of one name, and a name that nobody has, are refused where agents come together', () => {
  const other = defineAgent({ name: 'worker', model: 'other' });
  const boss = (tools: Parameters<typeof defineAgent>[0]['tools']) => defineAgent({ name: 'boss', model: 'm', tools });
  expect(refusal(() => checkAgents([agent, other])).message).toContain(
    '[1].name: expected a name that no agent before it',
  );
  expect(refusal(() => checkAgents([agent, boss([handoff(other)])])).message).toBe(
    'agents: boss.tools.transfer_to_worker: expected the agent that is served under this name, not another one, got "worker". ' +
      'Give one of the two another name, or have both places lead to the same one.',
  );
  expect(refusal(() => checkAgents([boss([handoff('nobody')])])).message).toBe(
    'agents: boss.tools.transfer_to_nobody: expected the name of an agent that is served: boss, got "nobody"',
  );
});
