/** Two sub-agents at once, the fast one told before the slow one ends, and a handoff to a third agent. */
import type { CallView, TurnView } from 'everycall/client';
import type { ChatRequest, Reply, ScriptFunction } from 'everycall/testing';
import type { Example } from '../stage/example-type.js';

const INPUT = 'Ticket 7: "The parcel came torn. I want my money back!" A picture is attached.';

/** Plays each agent by its instructions. */
const script: ScriptFunction = (request) => {
  const { messages } = request as ChatRequest;
  const told = messages.filter(({ role }) => role === 'tool').length;
  const agent = String(messages[0]?.content);
  if (agent.startsWith('You read')) return json({ mood: 'angry', wants: 'money back' });
  if (agent.startsWith('You judge')) {
    return told === 0 ? call('look_at_picture', { ticket: '7' }) : json({ damaged: true, what: 'a torn corner' });
  }
  if (agent.startsWith('You decide')) return { text: 'Your money comes back within three days, with our apologies.' };
  if (told > 0) return call('transfer_to_refunds', {});
  return {
    calls: [
      { name: 'text_agent', arguments: { input: 'The parcel came torn. I want my money back!' } },
      { name: 'image_agent', arguments: { input: 'The picture of ticket 7' } },
    ],
  };
};

function call(name: string, args: Record<string, unknown>): Reply {
  return { calls: [{ name, arguments: args }] };
}

function json(value: unknown): Reply {
  return { text: JSON.stringify(value) };
}

/** Who answered when, whose turn each call was, and what all of it cost. */
function tell({ calls, result }: TurnView): string[] {
  const asked = calls.filter(({ turnId }) => turnId !== undefined);
  const [first, ...later] = asked.toSorted((a, b) => endOf(a) - endOf(b));
  const ahead = first && later[0] ? `${first.name} was told before ${later[0].name} had ended` : 'one agent was asked';
  return [
    ahead,
    ...asked.map(({ name, output }) => `${name} answered ${output}`),
    `sub-agents: ${result?.below?.turns ?? 0} turns, ${result?.below?.toolCalls ?? 0} tool call of their own`,
    `handed over to: ${result?.agent ?? 'nobody'}`,
    result?.usage.cost === undefined ? 'no cost is known' : 'the cost of all of them is known',
  ];
}

function endOf({ endedAt = 0 }: CallView): number {
  return endedAt;
}

const example: Example = {
  agents: new URL('./agents.ts', import.meta.url),
  script,
  turns: [{ title: 'Two agents at once, then a handoff', agent: 'triage', input: INPUT, tell }],
};
export default example;
