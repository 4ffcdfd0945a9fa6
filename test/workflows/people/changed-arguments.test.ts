/** Arguments that a person changes while they are being checked: whatever happens meanwhile, the answer is told as it is. */
import { z } from 'zod';
import { idempotencyKey } from '../../../src/activities/idempotency-key.js';
import { connect } from '../../../src/client.js';
import { defineTool } from '../../../src/index.js';
import { calls, say } from '../../../src/testing.js';
import { awaitedEvents, thrownBy } from '../../harness/awaited-event.js';
import { turnBench, type TurnBench } from '../../harness/turn-bench.js';

let bench: TurnBench;
let letGo: () => void;
let checks: () => void;
let released: Promise<void>;
let checking: Promise<void>;
beforeEach(() => {
  released = new Promise((resolve) => (letGo = resolve));
  checking = new Promise((resolve) => (checks = resolve));
});
afterEach(() => bench.close());

const ran: { n: number; key: string }[] = [];
/** Its schema takes its time over everything but 1, and never accepts 13. */
const guarded = defineTool({
  name: 'guarded',
  description: 'Is guarded.',
  parameters: z.object({ n: z.number() }).refine(async ({ n }) => {
    if (n === 1) return true;
    checks();
    await released;
    return n !== 13;
  }, 'n brings bad luck'),
  approval: 'always',
  execute: ({ n }, { idempotencyKey: key }) => {
    ran.push({ n, key });
    return n;
  },
});

async function asking() {
  ran.splice(0);
  const script = [calls({ id: 'call_g', name: 'guarded', arguments: { n: 1 } }), say('done')];
  bench = await turnBench({ tools: [guarded], model: { script } });
  const turn = await bench.client.startTurn('tester', 'go');
  const [asked] = await awaitedEvents(turn, 'approval-requested');
  return { turn, approvalId: asked!.approvalId };
}

test('somebody else decides meanwhile: their answer holds, the changed one is refused', async () => {
  const { turn, approvalId } = await asking();
  const changed = thrownBy(turn.approve(approvalId, { args: { n: 2 }, by: 'ann' }));
  await checking;
  // One client says one thing after the other; this one is another's.
  const client = await connect({ address: bench.address, environment: false });
  await client.turn(turn.turnId).deny(approvalId, 'no', { by: 'bob' });
  await client.close();
  letGo();
  expect(await changed).toMatchObject({ name: 'TurnRefusedError', code: 'approval_decided' });
  expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { denied: 1 } });
  expect((await turn.calls())[0]!.approval!.decided).toMatchObject({ verdict: 'deny', by: 'bob' });
  expect(ran).toEqual([]);
}, 60_000);

test('the turn is cancelled meanwhile: it ends, and the answer is refused as too late', async () => {
  const { turn, approvalId } = await asking();
  const changed = thrownBy(turn.approve(approvalId, { args: { n: 2 }, by: 'ann' }));
  await checking;
  await turn.cancel();
  expect(await turn.result()).toMatchObject({ outcome: 'cancelled', counts: { cancelled: 1 } });
  letGo();
  const { name, code } = await changed;
  expect(name).toBe('TurnRefusedError');
  expect(['approval_decided', 'turn_ended']).toContain(code);
  expect((await turn.calls())[0]!.approval!.decided).toBeUndefined();
}, 60_000);

test('what does not fit leaves it open; what does runs, under a key of its own', async () => {
  const { turn, approvalId } = await asking();
  letGo();
  expect(await thrownBy(turn.approve(approvalId, { args: { n: 13 } }))).toMatchObject({
    code: 'approval_arguments',
    message: expect.stringContaining('bad luck') as string,
  });
  expect(await turn.approvals()).toMatchObject([{ approvalId }]);
  await turn.approve(approvalId, { args: { n: 2 } });
  expect(await turn.result()).toMatchObject({ outcome: 'completed', counts: { ok: 1 } });
  const call = { turnId: turn.turnId, step: 1, position: 0, callId: 'call_g' };
  expect(ran).toEqual([{ n: 2, key: idempotencyKey({ ...call, args: { n: 2 } }) }]);
}, 60_000);
