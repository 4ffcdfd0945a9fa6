/** What Temporal UI tells of a workflow without our code open: each of its queries, signals and updates says what it is for. */
import { randomUUID } from 'node:crypto';
import { say } from '../../src/testing.js';
import { turnBench } from '../harness/turn-bench.js';

interface Described {
  readonly name?: string;
  readonly description?: string;
}

interface Metadata {
  readonly definition: {
    readonly queryDefinitions?: readonly Described[];
    readonly signalDefinitions?: readonly Described[];
    readonly updateDefinitions?: readonly Described[];
  };
  readonly currentDetails?: string;
}

test('the handlers of turns and sessions are described, and their details say where they stand', async () => {
  const bench = await turnBench({ model: { script: [say('one')] } });
  try {
    const session = bench.client.session('tester', `s-${randomUUID()}`);
    const turn = await session.send('first');
    await turn.result();
    for (const [id, details] of [
      [session.sessionId, 'turn 1'],
      [turn.turnId, '**tester**, step 1'],
    ] as const) {
      const handle = bench.client.temporal.workflow.getHandle(id);
      const { definition, currentDetails } = await handle.query<Metadata>('__temporal_workflow_metadata');
      const { queryDefinitions = [], signalDefinitions = [], updateDefinitions = [] } = definition;
      const all = [...queryDefinitions, ...signalDefinitions, ...updateDefinitions];
      expect(all.filter(({ name }) => name?.startsWith('everycall')).length).toBeGreaterThan(3);
      expect(all.filter(({ description = '' }) => description === '')).toEqual([]);
      expect(currentDetails).toContain(details);
    }
  } finally {
    await bench.close();
  }
});
