/**
 * What is recorded of what a tool returned: as it is, summarized where the tool wishes it, else cut. Rule: the tool has run, so
 * that nothing which goes wrong here runs it again: where external storage fails, less is kept, and that is said.
 */
import type { CallToolOutput } from '../contract/call-tool.js';
import { isContent } from '../definition/content.js';
import { describeThrown } from '../definition/describe-error.js';
import type { StorageSize } from '../protocol/size.js';
import { addUsage, NO_USAGE } from '../protocol/usage.js';
import { turnOf } from './activity-turn.js';
import { newEntryId } from './entry-id.js';
import { HostedAnswer } from './hosted-call.js';
import { markStored, outputRoom } from './output-room.js';
import type { ToolRun } from './run-tool.js';
import { storeResult } from './store-result.js';
import { summaryOf } from './summarize.js';
import { summaryOutput, toolOutput, wholeText } from './tool-output.js';

/** Longest wait for a storage that fails, and what is left of the attempt then, in milliseconds. */
const STORE_MS = 5_000;
const SPARE_MS = 1_000;

/** The result of a call whose tool returned. @param endsAt of the attempt */
export async function recordOutput(run: ToolRun, returned: unknown, endsAt: number): Promise<CallToolOutput> {
  const { tool, input, info, storage } = run;
  const hosted = returned instanceof HostedAnswer ? returned : undefined;
  const value = hosted ? hosted.text : returned;
  const { summarize } = tool.output;
  // A picture can't be told by a summary of the texts beside it.
  const whole = summarize && !isContent(value) ? wholeText(value) : '';
  const summary = summarize && whole.length > summarize.overChars ? await summaryOf(run, whole, endsAt) : undefined;
  const spent = [hosted?.usage, summary?.usage].filter((usage) => usage !== undefined);
  const besides = {
    ...(info.isLocal && { at: { step: input.step, position: input.position } }),
    ...(spent.length > 0 && { usage: spent.reduce(addUsage, NO_USAGE) }),
    ...(hosted && { annotations: hosted.annotations }),
  };
  const recorded = (room: ReturnType<typeof outputRoom>): CallToolOutput => {
    const bounds = { ...tool.output, ...room };
    const { text } = summary ?? {};
    const output = text === undefined ? toolOutput(value, bounds) : summaryOutput(text, whole, bounds);
    return { id: newEntryId(), ...output, ...besides };
  };
  const wide = markStored(recorded(roomOf(run, storage)), storage);
  if (!storage || (await isStored(wide, run, endsAt))) return wide;
  // What stays under the threshold is none of the storage's business.
  const maxBytes = Math.min(input.maxBytes ?? Infinity, Math.floor(storage.payloadSizeThreshold / 2));
  return recorded(roomOf({ ...run, input: { ...input, maxBytes } }, undefined));
}

function roomOf({ input, agent, tool, info }: ToolRun, storage: StorageSize | undefined) {
  return outputRoom(input, agent, tool.name, storage, turnOf(info).workflowId);
}

/** Whether external storage has what it takes of a result; where it fails, the worker's log says why. */
async function isStored(result: CallToolOutput, run: ToolRun, endsAt: number): Promise<boolean> {
  const { attempt, tool, input, info, log } = run;
  // A tool that returned is believed even when it was told to stop: that ends no storing, but nobody waits long for it then.
  const patience = attempt.stopped() ? { until: 0 } : { until: Math.min(Date.now() + STORE_MS, endsAt - SPARE_MS) };
  try {
    await storeResult(result, AbortSignal.timeout(STORE_MS), patience);
    return true;
  } catch (error) {
    const fields = {
      turnId: turnOf(info).workflowId,
      callId: input.callId,
      tool: tool.name,
      why: describeThrown(error),
    };
    log.tool('error', `external storage took no output of ${tool.name}: it was cut`, fields);
    return false;
  }
}
