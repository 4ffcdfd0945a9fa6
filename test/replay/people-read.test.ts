/** What people decided in turns of earlier code is read as it is in those of today: they told all that waits each time. */
import { readFileSync } from 'node:fs';
import { defaultDataConverter } from '@temporalio/common/lib/converter/data-converter.js';
import proto from '@temporalio/proto';
import { PayloadReader } from '../../src/history/payload-reader.js';
import { readFact } from '../../src/history/read-fact.js';
import { TurnFold } from '../../src/history/turn-fold.js';

async function viewOf(name: string) {
  const bytes = readFileSync(new URL(`./histories/${name}.bin`, import.meta.url));
  const { events } = proto.temporal.api.history.v1.History.decode(bytes);
  const fold = new TurnFold();
  for (const event of events) {
    const fact = await readFact(event, new PayloadReader('recorded', 'default', defaultDataConverter), 'run');
    if (fact) fold.apply(fact);
  }
  return fold.view();
}

test('each call under approval says who decided, and how', async () => {
  const { calls, approvals } = await viewOf('decided-by-people');
  expect(approvals).toEqual([]);
  expect(calls.map(({ callId, outcome, approval }) => [callId, outcome, approval?.decided])).toMatchObject([
    ['call_a', 'ok', { verdict: 'approve', decidedBy: 'person', by: 'ann' }],
    ['call_b', 'ok', { verdict: 'approve', by: 'ann', args: { n: 20 } }],
    ['call_c', 'denied', { verdict: 'deny', by: 'bob', reason: 'no' }],
    ['call_d', 'cancelled', undefined],
    ['call_e', 'ok', { verdict: 'approve', decidedBy: 'deadline' }],
    ['call_g', 'ok', undefined],
    ['call_f', 'ok', { verdict: 'approve', decidedBy: 'person' }],
  ]);
});

test('what still waits is told', async () => {
  const { approvals } = await viewOf('waiting-for-people');
  expect(approvals).toMatchObject([{ callId: 'call_c', name: 'guarded', arguments: '{"n":3}' }]);
});
