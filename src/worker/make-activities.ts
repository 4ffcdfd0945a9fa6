/** The activities of a worker: everycall's own, and one under each tool's name. */
import type { CallLog } from '../activities/call-log.js';
import { callModelActivity, type ModelAccess } from '../activities/call-model.js';
import { callToolActivity } from '../activities/call-tool.js';
import { loadAgentActivity } from '../activities/load-agent.js';
import type { TranscriptCache } from '../activities/transcript-cache.js';
import { CALL_MODEL, LOAD_AGENT, RECORD_END } from '../contract/names.js';
import type { TurnEnd } from '../contract/turn.js';
import type { Agent } from '../definition/agent.js';
import { modelFor } from '../models/model-for.js';
import { ownClient, providerClient, providerSecrets, type OpenAIFactory } from '../models/provider-client.js';

/** What the activities are made of. */
export interface ActivityParts {
  readonly agents: readonly Agent[];
  readonly cache: TranscriptCache;
  readonly log: CallLog;
  readonly openai?: OpenAIFactory;
}

/** Activities by type. */
export function makeActivities({ agents: list, cache, log, openai }: ActivityParts) {
  const agents = new Map(list.map((agent) => [agent.name, agent]));
  const access = modelAccess(openai);
  const callTool = callToolActivity({ agents, cache, log, secrets: (agent) => providerSecrets(agent.provider) });
  const toolNames = new Set(
    list
      .flatMap((agent) => agent.tools)
      .filter((tool) => tool.execute)
      .map((tool) => tool.name),
  );
  return {
    ...Object.fromEntries([...toolNames].map((name) => [name, callTool])),
    // Any other tool: the wrapper says that this worker lacks it, and the call waits for one that has it. Without this the
    // SDK's own failure would use up the call's attempts.
    default: callTool,
    [LOAD_AGENT]: loadAgentActivity(agents, cache),
    [CALL_MODEL]: callModelActivity({ agents, cache, log, access }),
    // A local activity whose result is its argument: how a cancelled workflow keeps its end in history.
    [RECORD_END]: async (end: TurnEnd) => end,
  };
}

/** Clients are made once an agent, on first use: a worker may serve agents whose keys it lacks. */
function modelAccess(openai: OpenAIFactory | undefined): (agent: Agent) => ModelAccess {
  const made = new Map<Agent, ModelAccess>();
  return (agent) => {
    const known = made.get(agent);
    if (known) return known;
    const { client, service, secrets } = openai ? ownClient(openai(agent)) : providerClient(agent.provider);
    const access = { model: modelFor(agent.api, client), service, secrets };
    made.set(agent, access);
    return access;
  };
}
