/**
 * Turns, sessions and gates that were recorded by earlier code go on under this one, open ones too. Histories are recorded
 * by record.mjs.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import proto from '@temporalio/proto';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';

const FOLDER = new URL('./histories/', import.meta.url);
const BUNDLE = { codePath: fileURLToPath(new URL('../../dist/workflow-bundle.js', import.meta.url)) };
const names = readdirSync(FOLDER).filter((name) => name.endsWith('.bin'));
const logger = new DefaultLogger('ERROR', () => undefined);
Runtime.install({ logger });

function historyOf(name: string) {
  return proto.temporal.api.history.v1.History.decode(readFileSync(new URL(name, FOLDER)));
}

test('histories of each kind are kept', () => {
  expect(names.length).toBeGreaterThanOrEqual(21);
});

test.each(names)('%s replays', async (name) => {
  const history = historyOf(name);
  // Turns of sessions and of sub-agents are named by what starts them.
  const id = history.events[0]?.workflowExecutionStartedEventAttributes?.workflowId;
  await Worker.runReplayHistory({ workflowBundle: BUNDLE }, history, id ?? undefined);
});

test('a workflow that does something else at a place is found out', async () => {
  const workflowsPath = fileURLToPath(new URL('./changed-workflow.mjs', import.meta.url));
  const changed = await bundleWorkflowCode({ workflowsPath, logger });
  const replay = Worker.runReplayHistory({ workflowBundle: changed }, historyOf('open-in-a-fan-out.bin'));
  await expect(replay).rejects.toThrow(DeterminismViolationError);
});

test('no history holds the name of the machine or the key that it was recorded with', () => {
  for (const name of names) {
    const text = readFileSync(new URL(name, FOLDER), 'latin1');
    expect(text).not.toMatch(/sk-Qx7Zr9Wm2Kp4Vt8Hy6Bn|\d+@\w/);
  }
});
