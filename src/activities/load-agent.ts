/** Loads an agent for a turn, and keeps what the turn began with for the model calls that follow on this worker. */
import { activityInfo } from '@temporalio/activity';
import type { LoadAgentInput, LoadAgentOutput } from '../contract/load-agent.js';
import type { Agent } from '../definition/agent.js';
import { EMPTY_HEAD, extendHead } from '../protocol/head.js';
import { turnOf } from './activity-turn.js';
import { missing } from './call-failure.js';
import type { TranscriptCache } from './transcript-cache.js';

/** The `loadAgent` activity. */
export function loadAgentActivity(agents: ReadonlyMap<string, Agent>, cache: TranscriptCache) {
  return async ({ agent: name, context, input }: LoadAgentInput): Promise<LoadAgentOutput> => {
    const agent = agents.get(name);
    const info = activityInfo();
    if (!agent) {
      const known = [...agents.keys()].join(', ');
      const message = `no agent "${name}" on the workers of task queue "${info.taskQueue}"; the agents there are: ${known}`;
      throw missing(message, { attempts: 0, cut: 0, begun: false });
    }
    const parsed = await agent.parseContext(context);
    if (!parsed.ok) return { refused: { code: 'context_invalid', message: parsed.message } };
    const ids = input.map((entry) => entry.id);
    const { runId } = turnOf(info);
    if (ids.length > 0) cache.keepTranscript(runId, extendHead(EMPTY_HEAD, ids), input);
    cache.keepHeader(runId, { context, tools: agent.policy.tools });
    return { agent: agent.policy };
  };
}
