/**
 * Loads the agent of a turn, once. A local activity: it runs on the worker that has the workflow and hands it the
 * turn's input, so that the first model call need not fetch it; local activities' arguments are not in history.
 */
import { proxyLocalActivities } from '@temporalio/workflow';
import type { LoadAgentInput, LoadAgentOutput } from '../contract/load-agent.js';
import { LOAD_AGENT } from '../contract/names.js';
import type { TurnInput, TurnResult } from '../contract/turn.js';
import type { Entry } from '../protocol/entry.js';
import { FAILURE } from '../protocol/failure.js';
import { NO_USAGE } from '../protocol/usage.js';
import { loadElsewhere } from './load-elsewhere.js';
import { readFault } from './read-failure.js';
import { TurnState } from './turn-state.js';

type Load = Record<typeof LOAD_AGENT, (input: LoadAgentInput) => Promise<LoadAgentOutput>>;

/** The state of a turn that may begin, or its result when it may not. */
export async function loadTurn(input: TurnInput, entries: readonly Entry[]): Promise<TurnState | TurnResult> {
  const load: LoadAgentInput = { agent: input.agent, context: input.context, input: entries };
  let unknown: string | undefined;
  try {
    const loaded = await loadHere(load).catch((error: unknown) => {
      const fault = readFault(error);
      if (fault.type !== FAILURE.missing) throw error;
      unknown = fault.message;
      return loadElsewhere({ ...load, input: [] });
    });
    if ('refused' in loaded) return failed(loaded.refused.code, loaded.refused.message);
    const agent = { ...loaded.agent, limits: { ...loaded.agent.limits, ...input.limits } };
    return new TurnState(agent, entries, Date.now(), input.context !== undefined);
  } catch (error) {
    const fault = readFault(error);
    if (fault.kind === 'cancelled') return { outcome: 'cancelled', steps: 0, counts: {}, usage: NO_USAGE };
    // No other worker had it, or there was none in time.
    const lacking = fault.type === FAILURE.missing || fault.kind === 'timeout';
    return unknown !== undefined && lacking
      ? failed('agent_unknown', unknown)
      : failed('agent_not_loaded', fault.message);
  }
}

function loadHere(input: LoadAgentInput): Promise<LoadAgentOutput> {
  const local = proxyLocalActivities<Load>({ startToCloseTimeout: 30_000, retry: { maximumAttempts: 3 } });
  return local[LOAD_AGENT](input);
}

function failed(code: string, message: string): TurnResult {
  return { outcome: 'failed', error: { code, message, retryable: false }, steps: 0, counts: {}, usage: NO_USAGE };
}
