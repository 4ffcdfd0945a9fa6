/** A support chat with approvals: a person changes one refund, denies another, and speaks to the turn meanwhile. */
import type { TurnHandle, TurnView } from 'everycall/client';
import type { ScriptFunction } from 'everycall/testing';
import type { Example } from '../stage/example-type.js';

const INPUT = 'A1 came broken and B2 and C3 never came. I want all my money back.';

const script: ScriptFunction = (_request, { conversation: { step, user, results } }) => {
  // After the person has spoken, the step is the first one behind their words.
  if (user !== INPUT) return { text: results.map(({ name, output }) => `${name}: ${output}`).join('\n') };
  if (step === 1) return { calls: ['A1', 'B2', 'C3'].map((order) => ({ name: 'get_order', arguments: { order } })) };
  return {
    calls: [
      { name: 'refund', arguments: { order: 'A1', amount: 120 } },
      { name: 'refund', arguments: { order: 'B2', amount: 15 } },
      { name: 'refund', arguments: { order: 'C3', amount: 99 } },
    ],
  };
};

/** What the person does: two refunds wait, the small one runs meanwhile. */
async function meanwhile(turn: TurnHandle): Promise<string[]> {
  const told: string[] = [];
  for await (const event of turn.events()) {
    if (event.type !== 'approval-requested') continue;
    const { order, amount } = JSON.parse(event.arguments) as { order: string; amount: number };
    told.push(`waits for a person: refund of ${amount} for ${order}`);
    if (order === 'A1') await turn.approve(event.approvalId, { args: { order, amount: 100 }, by: 'ann' });
    else {
      await turn.steer('Say how long it takes until the money is there.');
      await turn.deny(event.approvalId, 'C3 was paid 15, not 99.', { by: 'ann' });
      break;
    }
  }
  return told;
}

function tell({ calls }: TurnView): string[] {
  return calls.flatMap(({ approval, name }) => {
    if (!approval?.decided) return [];
    const { verdict, by, args, reason } = approval.decided;
    const how = args ? ` with ${JSON.stringify(args)}` : '';
    return [`${name}: ${verdict} by ${by}${how}${reason ? `: ${reason}` : ''}`];
  });
}

const example: Example = {
  agents: new URL('./agents.ts', import.meta.url),
  script,
  turns: [
    {
      title: 'Three refunds, two of which wait for a person',
      agent: 'support',
      input: INPUT,
      context: { userId: 'u1' },
      meanwhile,
      tell,
    },
  ],
};
export default example;
