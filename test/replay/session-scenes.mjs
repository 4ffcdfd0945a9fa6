// The sessions and gates whose histories are kept. `playSession` resolves with the runs to keep, by the names to keep them as.
import { defineTool } from '../../dist/index.js';
import { call, calls, say } from '../../dist/testing.js';

const NOTHING = { type: 'object', properties: {} };

/** A tool that runs until it is let go, or its turn is cancelled. */
function waiting() {
  let letGo;
  let begin;
  const released = new Promise((resolve) => (letGo = resolve));
  const begun = new Promise((resolve) => (begin = resolve));
  const execute = async (_, { signal }) => {
    begin();
    await Promise.race([released, new Promise((_resolve, reject) => signal.addEventListener('abort', reject))]);
    return 'waited';
  };
  return { begun, letGo, tool: defineTool({ name: 'wait', description: 'Waits.', parameters: NOTHING, execute }) };
}
const steered = waiting();
const archived = waiting();
const numbered = defineTool({
  name: 'numbered',
  description: 'Is long.',
  parameters: NOTHING,
  execute: () => 'o'.repeat(2_000),
});
const WAIT = calls({ id: 'call_wait', name: 'wait', arguments: {} });

const runOf = async ({ client, session }) =>
  (await client.temporal.workflow.getHandle(session.sessionId).describe()).runId;

async function until(holds) {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 50));
}
const over = (session, count) =>
  until(async () => (await session.turns()).filter(({ state }) => !/waiting|running/.test(state)).length >= count);
/** The conversation has taken in what its turns said: so many items. */
const said = (session, count) => until(async () => (await session.transcript()).length >= count);

/** Has the session go on in another run. @returns the one before. */
async function renewed(stage) {
  const runId = await runOf(stage);
  const { client, session } = stage;
  await client.temporal.workflow.getHandle(session.sessionId).signal('everycall_renew');
  await until(async () => (await runOf(stage)) !== runId);
  return runId;
}

let archives = 0;

export const SESSION_SCENES = {
  'session-renewed': {
    model: { script: [say('one'), say('two'), say('three')] },
    async playSession(stage) {
      const { session } = stage;
      const { sessionId: workflowId } = session;
      await (await session.send('first', { messageId: 'm-1' })).result();
      await (await session.send('second', { messageId: 'm-2' })).result();
      await said(session, 4);
      const runId = await renewed(stage);
      await session.send('first', { messageId: 'm-1' });
      await (await session.send('third')).result();
      await said(session, 6);
      return [
        { as: 'session-closed-by-renewal', workflowId, runId },
        { as: 'session-idle-after-renewal', workflowId },
      ];
    },
  },
  'session-people': {
    agent: { tools: [steered.tool] },
    model: { script: [WAIT, say('both'), WAIT, say('last')] },
    async playSession({ session }) {
      const { sessionId: workflowId } = session;
      await session.send('wait');
      await steered.begun;
      await session.send('and be quick', { onBusy: 'steer' });
      const withdrawn = await session.send('not this');
      await withdrawn.cancel();
      await session.send('busy?', { onBusy: 'reject' }).catch(() => undefined);
      const last = await session.send('now this', { onBusy: 'interrupt' });
      await session.end();
      await last.result();
      await until(async () => (await session.turns()).at(-1).state !== 'running');
      return [
        { as: 'session-of-people', workflowId },
        { as: 'turn-cancelled-before-it-began', workflowId: withdrawn.turnId },
      ];
    },
  },
  'session-archived': {
    model: { script: [say('one'), say('two')] },
    worker: {
      onTurnFinished: () => {
        archives += 1;
        return archives === 1 ? archived.tool.execute({}, { signal: new AbortController().signal }) : undefined;
      },
    },
    async playSession(stage) {
      const { session } = stage;
      const { sessionId: workflowId } = session;
      await (await session.send('first')).result();
      await archived.begun;
      // With a message that waits, the next run takes the archive over.
      const runId = await runOf(stage);
      const handle = stage.client.temporal.workflow.getHandle(workflowId);
      await handle.signal('everycall_renew');
      await (await session.send('second')).result();
      await until(async () => (await runOf(stage)) !== runId);
      await said(session, 4);
      archived.letGo();
      return [
        { as: 'session-closed-while-archiving', workflowId, runId },
        { as: 'session-goes-on-archiving', workflowId },
      ];
    },
  },
  'session-compacted': {
    agent: { tools: [numbered], compaction: { atTokens: 1_000, keep: 1, instructions: 'Sum up.' } },
    model: {
      script: (_request, { conversation: { instructions, user, step } }) => {
        if (instructions.includes('Sum up')) return say('a summary');
        return user === 'first' && step <= 4 ? call('numbered', {}, `call_${step}`) : say('done');
      },
    },
    async playSession(stage) {
      const { session } = stage;
      const { sessionId: workflowId } = session;
      await (await session.send('first')).result();
      const second = await session.send('second');
      await second.result();
      await over(session, 2);
      return [
        { as: 'session-compacted', workflowId },
        { as: 'turn-after-a-compacted-one', workflowId: second.turnId },
      ];
    },
  },
  'session-outgrown': {
    agent: { compaction: { atTokens: 1_000, keep: 1, instructions: 'Sum up.' } },
    model: {
      script: (_request, { conversation: { instructions } }) =>
        instructions.includes('Sum up') ? say('a summary') : say('o'.repeat(2_000)),
    },
    async playSession({ session }) {
      const { sessionId: workflowId } = session;
      const turns = [];
      for (const text of ['first', 'second', 'third', 'fourth']) {
        turns.push(await session.send(text));
        await turns.at(-1).result();
      }
      await over(session, turns.length);
      const views = await Promise.all(turns.map((turn) => turn.view()));
      const summed = turns[views.findIndex(({ compactions }) => compactions?.[0].state === 'done')];
      return [
        { as: 'session-outgrown', workflowId },
        { as: 'turn-begins-with-a-compaction', workflowId: summed.turnId },
      ];
    },
  },
  'model-gate': {
    provider: { rateLimit: { name: 'recorded', requestsPerMinute: 6_000 } },
    model: { script: [say('one'), say('two')] },
    async playSession({ session }) {
      await (await session.send('first')).result();
      await (await session.send('second')).result();
      return [{ as: 'model-gate', workflowId: 'everycall-gate:recorded' }];
    },
  },
};
