/**
 * How much of an output is told and kept. Rule: a payload holds 2 MB, and a run's history is bounded, too; what external
 * storage takes counts against neither, but is bounded all the same, since workers hold it while they read it.
 */
import type { CallToolInput, CallToolOutput } from '../contract/call-tool.js';
import { outputName, outputTag } from '../contract/output-name.js';
import { readsOutputs } from '../definition/read-output-tool.js';
import type { Agent } from '../definition/agent.js';
import { KEPT_BYTES, type StorageSize, jsonBytes, mostPayloadBytes } from '../protocol/size.js';
import type { OutputBounds } from './tool-output.js';

/** The bounds of a call's output beside the tool's own. */
export function outputRoom(
  { step, position, tagged, keepBytes = KEPT_BYTES, maxBytes = Infinity }: CallToolInput,
  agent: Agent,
  toolName: string,
  storage: StorageSize | undefined,
  turnId = '',
): Pick<OutputBounds, 'maxBytes' | 'keep'> {
  const most = mostPayloadBytes(storage);
  const told = Math.min(maxBytes, most);
  if (!readsOutputs(agent, toolName)) return { maxBytes: told };
  const isStored = (bytes: number) => storage !== undefined && bytes >= storage.payloadSizeThreshold;
  const keep = {
    call: outputName({ step, position, ...(tagged && { tag: outputTag(turnId) }) }),
    room: (bytes: number) => (isStored(bytes) ? most : keepBytes),
    within: storage ? most : told,
  };
  return { maxBytes: told, keep };
}

/** Says of a result with a whole output that external storage takes it, so that it isn't counted against history. */
export function markStored(output: CallToolOutput, storage: StorageSize | undefined): CallToolOutput {
  const isStored = storage && output.whole && jsonBytes(output) >= storage.payloadSizeThreshold;
  return isStored ? { ...output, stored: true } : output;
}
