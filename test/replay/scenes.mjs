// The turns whose histories are kept: one for each way in which the workflow's code can go. `play` resolves when the
// history is as wanted, with the worker that is then to be stopped if it isn't the first one.
import { agentTool, defineAgent, defineTool, handoff, ToolError } from '../../dist/index.js';
import { calls, say } from '../../dist/testing.js';

const N = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] };

/** A tool that does with its number and its attempt what it is told. */
function tool(name, execute, options = {}) {
  const retry = options.effect === 'once' ? {} : { retry: { maximumAttempts: 2, initialInterval: 10 } };
  return defineTool({ name, description: 'Is recorded.', parameters: N, ...retry, ...options, execute });
}
const echo = tool('echo', ({ n }) => n);
const shaky = tool('shaky', ({ n }, { attempt }) => {
  if (attempt === 1) throw new Error('not at once');
  return n;
});
const broken = tool('broken', () => {
  throw new ToolError('never');
});
const local = tool('local', ({ n }) => n, { effect: 'read', local: true });
const ask = (id, name, n = 1) => ({ id, name, arguments: { n } });

/** A tool that does not end by itself, and tells when it has begun. */
function endless(name, options) {
  let tell;
  const begun = new Promise((resolve) => (tell = resolve));
  const run = () => {
    tell();
    return new Promise(() => undefined);
  };
  return { begun, tool: tool(name, run, options) };
}
const open = endless('open');
const cancelled = endless('cancelled');
const lost = endless('lost', { effect: 'once' });
const asked = endless('asked');
let starts = 0;
let tellStarted;
const started = new Promise((resolve) => (tellStarted = resolve));
const moved = tool('moved', ({ n }) => {
  starts += 1;
  tellStarted();
  return starts === 1 ? new Promise(() => undefined) : n;
});

const guarded = tool('guarded', ({ n }) => n, { approval: 'always' });
const guardedBriefly = tool('guardedBriefly', ({ n }) => n, {
  approval: 'always',
  approvalDeadline: 500,
  approvalDefault: 'approve',
});

/** Ids of the first approvals that a turn asks for. */
const waiting = async (turn, count) => {
  const ids = [];
  for await (const event of turn.events()) {
    if (event.type === 'approval-requested') ids.push(event.approvalId);
    if (ids.length === count) break;
  }
  return ids;
};
/** Resolves once a deadline has decided. */
const byDeadline = async (turn) => {
  for await (const event of turn.events()) if (event.decidedBy === 'deadline') return;
};

const firstCall = async (turn) => {
  for await (const event of turn.events()) if (event.type === 'call-finished') return;
};
const ended = async ({ turn }) => void (await turn.result());

export const SCENES = {
  'completed-with-failures': {
    agent: { tools: [echo, shaky, broken, local], maxParallel: 3 },
    model: {
      script: [
        calls(
          ask('call_a', 'echo'),
          ask('call_b', 'shaky', 2),
          ask('call_c', 'broken', 3),
          ask('call_d', 'unknown', 4),
          { id: 'call_e', name: 'echo', arguments: { n: 'five' } },
          ask('call_f', 'local', 6),
          ask('call_g', 'echo', 7),
        ),
        calls(ask('call_a', 'echo', 8)),
        say('done'),
      ],
    },
    play: ended,
  },
  limit: {
    agent: { tools: [echo], limits: { steps: 1 } },
    model: { script: [calls(ask('call_a', 'echo')), calls(ask('call_b', 'echo', 2))] },
    play: ended,
  },
  'failed-by-the-model': {
    agent: { tools: [echo] },
    model: { script: [calls(ask('call_a', 'echo'))], faults: [{ on: 2, fault: { status: 403, body: 'no' } }] },
    play: ended,
  },
  'cancelled-in-a-fan-out': {
    agent: { tools: [echo, cancelled.tool], maxParallel: 2 },
    model: { script: [calls(ask('call_a', 'echo'), ask('call_b', 'cancelled', 2), ask('call_c', 'cancelled', 3))] },
    async play({ turn }) {
      await Promise.all([cancelled.begun, firstCall(turn)]);
      await turn.cancel();
      await turn.result();
    },
  },
  'cancelled-in-a-model-call': {
    agent: { tools: [echo] },
    model: { script: [say('never')], faults: [{ on: 'every', fault: { hang: true } }] },
    async play({ turn, model }) {
      await model.requestArrived(1);
      await turn.cancel();
      await turn.result();
    },
  },
  'moved-by-a-shutdown': {
    agent: { tools: [moved, lost.tool] },
    model: { script: [calls(ask('call_a', 'moved'), ask('call_b', 'lost', 2)), say('done')] },
    async play({ turn, running, worker }) {
      await Promise.all([started, lost.begun]);
      await running.shutdown();
      const next = await worker();
      await turn.result();
      return next;
    },
  },
  'agent-found-elsewhere': {
    agent: { tools: [echo] },
    agents: () => [defineAgent({ name: 'another', model: 'gpt-test', instructions: 'Is another.', tools: [] })],
    model: { script: [calls(ask('call_a', 'echo')), say('done')] },
    async play({ turn, worker, running }) {
      const right = await worker();
      await turn.result();
      await running.shutdown();
      return right;
    },
  },
  // Two sub-agents, one of them cancelled, so that what it spent is read from its history; then a handoff.
  'sub-agents-and-a-handoff': {
    agent: (common) => {
      const other = (name, tools = []) => defineAgent({ ...common, name, instructions: name, tools });
      const leads = (agent) => agentTool(agent, { description: 'Is asked.' });
      return { tools: [leads(other('quick')), leads(other('deaf', [asked.tool])), handoff(other('last'))] };
    },
    model: {
      script: ({ messages }) => {
        const told = messages.filter(({ role }) => role === 'tool').length;
        const question = (id, name) => ({ id, name, arguments: { input: 'Well?' } });
        if (messages[0].content === 'deaf') return calls(ask('call_c', 'asked'));
        if (messages[0].content !== 'You are recorded.') return say('done');
        if (told > 0) return calls({ id: 'call_d', name: 'transfer_to_last', arguments: {} });
        return calls(question('call_a', 'quick'), question('call_b', 'deaf'));
      },
    },
    async play({ turn }) {
      await Promise.all([asked.begun, firstCall(turn)]);
      await turn.cancelCall('call_b');
      await turn.result();
    },
  },
  // Two steps of calls under approval: each way in which one is decided, words of a person, and a call that is cancelled.
  'decided-by-people': {
    agent: { tools: [echo, guarded, guardedBriefly] },
    model: {
      script: ({ messages }) => {
        const told = messages.filter(({ role }) => role === 'tool').length;
        if (told > 6) return say('done');
        if (told > 0) return calls(ask('call_f', 'guarded', 6));
        const asks = ['call_a', 'call_b', 'call_c', 'call_d'].map((id, i) => ask(id, 'guarded', i + 1));
        return calls(...asks, ask('call_e', 'guardedBriefly', 5), ask('call_g', 'echo', 7));
      },
    },
    async play({ turn }) {
      const overdue = byDeadline(turn);
      const [yes, changed, no] = await waiting(turn, 5);
      await turn.approve(yes, { by: 'ann' });
      await turn.steer('Be brief.');
      await turn.approve(changed, { args: { n: 20 }, by: 'ann' });
      await turn.deny(no, 'no', { by: 'bob' });
      await overdue;
      await turn.cancelCall('call_d');
      const [last] = (await waiting(turn, 6)).slice(-1);
      await turn.approve(last);
      await turn.result();
    },
  },
  'waiting-for-people': {
    agent: { tools: [echo, guarded] },
    model: { script: [calls(ask('call_a', 'guarded'), ask('call_b', 'echo', 2), ask('call_c', 'guarded', 3))] },
    async play({ turn }) {
      const [first] = await waiting(turn, 2);
      await turn.approve(first, { args: { n: 9 }, by: 'ann' });
      await turn.steer('Hurry.');
    },
  },
  'open-in-a-fan-out': {
    agent: { tools: [echo, open.tool] },
    model: { script: [calls(ask('call_a', 'echo'), ask('call_b', 'open', 2))] },
    play: ({ turn }) => Promise.all([open.begun, firstCall(turn)]).then(() => undefined),
  },
  'open-in-a-model-call': {
    agent: { tools: [echo] },
    model: { script: [calls(ask('call_a', 'echo'))], faults: [{ on: 2, fault: { hang: true } }] },
    play: ({ model }) => model.requestArrived(2).then(() => undefined),
  },
};
