/** Sub-agents that are ended by force at each moment of their turns: one result for each call, and the turn goes on. */
import { z } from 'zod';
import type { TurnEvent } from '../../../src/client.js';
import { agentTool, defineAgent, defineTool } from '../../../src/index.js';
import { findViolations } from '../../../src/protocol/violations.js';
import { call, calls, say } from '../../../src/testing.js';
import { agentsBench, named } from '../../harness/agents-bench.js';
import { gate } from '../../harness/test-gate.js';
import type { TurnBench } from '../../harness/turn-bench.js';

const echo = defineTool({ name: 'echo', description: 'Echo.', parameters: z.object({}), execute: () => 'echo' });
const MOMENTS: readonly TurnEvent['type'][] = ['turn-started', 'call-started', 'call-finished', 'step-finished'];
const MOST_CALLS = 3;

const ENDS: readonly [string, (bench: TurnBench, workflowId: string) => Promise<unknown>][] = [
  ['terminated', ({ client }, id) => client.temporal.workflow.getHandle(id).terminate('by a test')],
  ['cancelled', ({ client }, id) => client.turn(id).cancel()],
  [
    'deleted',
    ({ client: { temporal, namespace } }, workflowId) =>
      temporal.connection.workflowService.deleteWorkflowExecution({ namespace, workflowExecution: { workflowId } }),
  ],
];

test.each(ENDS)(
  '%s at each moment, four at once',
  async (how, end) => {
    // None may complete before it was ended.
    const allEnded = gate();
    const worker = defineAgent({ ...named('worker'), tools: [echo], repeatLimit: false });
    const boss = defineAgent({
      ...named('boss'),
      tools: [agentTool(worker, { description: 'works', maxParallel: 10 })],
    });
    const questions = MOMENTS.map((input) => ({ name: 'worker', arguments: { input } }));
    const bench = await agentsBench([boss], {
      boss: (told) => (told.length === 0 ? calls(...questions) : say('went on')),
      worker: async (told) => {
        if (told.length < MOST_CALLS) return call('echo', {});
        await allEnded.opened;
        return say('done');
      },
    });
    try {
      const turn = await bench.client.startTurn('boss', 'go');
      let begun = 0;
      for await (const event of turn.events()) {
        begun += event.type === 'call-started' ? 1 : 0;
        if (begun === MOMENTS.length) break;
      }
      const ended = MOMENTS.map(async (moment, n) => {
        const id = `${turn.turnId}/1.${n}`;
        // One that is deleted is gone for whoever watches it, too.
        const reached = await reaches(bench, id, moment).catch(() => false);
        if (reached) await end(bench, id).catch(() => undefined);
      });
      await Promise.all(ended);
      allEnded.open();
      const result = await turn.result();
      expect(result).toMatchObject({ outcome: 'completed', output: 'went on' });
      const { entries, calls: told } = await turn.view();
      expect(findViolations(entries)).toEqual([]);
      expect(told).toHaveLength(MOMENTS.length);
      for (const { outcome } of told) expect(outcome).toBe(how === 'cancelled' ? 'cancelled' : 'interrupted');
    } finally {
      allEnded.open();
      await bench.close();
    }
  },
  90_000,
);

/** Resolves once the turn is there and has come so far. */
async function reaches({ client }: TurnBench, turnId: string, moment: TurnEvent['type']): Promise<boolean> {
  for await (const event of client.turn(turnId).events()) if (event.type === moment) return true;
  return false;
}
