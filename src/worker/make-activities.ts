/** The activities of a worker: everycall's own, and one under each tool's name. */
import { adoptActivity } from '../activities/adopt.js';
import { archiveActivity, type OnTurnFinished } from '../activities/archive.js';
import type { CallLog } from '../activities/call-log.js';
import { callModelActivity, type ModelAccess } from '../activities/call-model.js';
import { TEMPORAL_GATES } from '../activities/ask-gate.js';
import { callToolActivity } from '../activities/call-tool.js';
import { compactActivity } from '../activities/compact.js';
import type { ToolSource } from '../activities/load-tools.js';
import { checkArgumentsActivity } from '../activities/check-arguments.js';
import { readSpentActivity } from '../activities/read-spent.js';
import { ModelLines } from '../activities/model-lines.js';
import type { TranscriptCache } from '../activities/transcript-cache.js';
import { WaitingAttribute } from '../activities/waiting-attribute.js';
import {
  ADOPT_ENTRIES,
  ARCHIVE_TURN,
  CALL_MODEL,
  CHECK_ARGUMENTS,
  COMPACT,
  READ_OUTPUT,
  READ_SPENT,
  RECORD_END,
} from '../contract/names.js';
import type { TurnEnd } from '../contract/turn.js';
import { hostedSecrets } from '../definition/agent-tools.js';
import { modelsOf } from '../definition/compaction.js';
import type { Agent } from '../definition/agent.js';
import type { AgentModel } from '../definition/model-list.js';
import type { Exchanges } from '../models/exchange/exchanges.js';
import { mcpSecrets } from '../mcp/transport.js';
import { modelFor } from '../models/model-for.js';
import {
  ownClient,
  providerClient,
  providerSecrets,
  type OpenAIFactory,
  type ProviderClient,
} from '../models/provider-client.js';
import { secretForms } from '../models/redact.js';
import type { StorageSize } from '../protocol/size.js';

/** What the activities are made of. */
export interface ActivityParts {
  readonly agents: readonly Agent[];
  readonly cache: TranscriptCache;
  readonly log: CallLog;
  readonly openai?: OpenAIFactory;
  /** Records or replays what the agents' services are asked. */
  readonly exchanges?: Exchanges;
  /** The tools of MCP servers. @default none */
  readonly mcp?: ToolSource;
  /** Gets each turn of a session once it has ended. */
  readonly onTurnFinished?: OnTurnFinished;
  /** External storage of the worker's data converter. */
  readonly storage?: StorageSize | undefined;
}

/** Where no agent has an MCP server. */
const NO_SOURCE: ToolSource = { load: (agent) => Promise.resolve({ agent, leftOut: [] }), find: () => undefined };

/** Activities by type. */
export function makeActivities(parts: ActivityParts) {
  const { agents: list, cache, log, openai, exchanges, mcp = NO_SOURCE, onTurnFinished, storage } = parts;
  const agents = new Map(list.map((agent) => [agent.name, agent]));
  const made = new Map<AgentModel, ProviderClient>();
  const clientOf = modelClients(made, openai, exchanges);
  const lines = new ModelLines({ gates: TEMPORAL_GATES, note: (level, message) => log.note(level, message) });
  const access = (agent: Agent, model: AgentModel, api = model.api): ModelAccess => {
    const { client, ...at } = clientOf(agent, model);
    const { apiKeyEnv, rateLimit } = model.provider;
    return { ...at, model: lines.behind(modelFor(api, client), { ...at, apiKeyEnv, rateLimit }) };
  };
  const callTool = callToolActivity({
    agents,
    cache,
    log,
    // A client that the owner brought has a key of its own.
    secrets: ({ mcpServers, ...agent }) => [
      ...modelsOf(agent).flatMap((model) => [...providerSecrets(model.provider), ...(made.get(model)?.secrets ?? [])]),
      ...mcpServers.flatMap(mcpSecrets),
    ],
    hosted: (agent) => access(agent, agent.models[0], 'responses'),
    model: (agent) => access(agent, agent.models[0]),
    toolSource: mcp,
    storage,
  });
  const toolNames = new Set(
    list
      .flatMap((agent) => agent.tools)
      .filter(({ policy }) => policy.taskQueue === undefined && !policy.agent && policy.handoff === undefined)
      .map((tool) => tool.name),
  );
  if (list.some((agent) => agent.readOutput)) toolNames.add(READ_OUTPUT);
  return {
    ...Object.fromEntries([...toolNames].map((name) => [name, callTool])),
    // Any other tool: the wrapper says that this worker lacks it, and the call waits for one that has it. Without this the
    // SDK's own failure would use up the call's attempts.
    default: callTool,
    [CALL_MODEL]: callModelActivity({
      agents,
      cache,
      log,
      access,
      toolSource: mcp,
      storage,
      waitingAttribute: new WaitingAttribute(),
    }),
    [COMPACT]: compactActivity({ agents, cache, log, access }),
    [CHECK_ARGUMENTS]: checkArgumentsActivity(agents, mcp),
    [ADOPT_ENTRIES]: adoptActivity(onTurnFinished !== undefined),
    [READ_SPENT]: readSpentActivity,
    [ARCHIVE_TURN]: archiveActivity(onTurnFinished),
    // A local activity whose result is its argument: how a cancelled workflow keeps its end in history.
    [RECORD_END]: async (end: TurnEnd) => end,
  };
}

/** Clients are made once a model, on first use: a worker may serve agents whose keys it lacks. */
function modelClients(
  made: Map<AgentModel, ProviderClient>,
  openai: OpenAIFactory | undefined,
  exchanges: Exchanges | undefined,
): (agent: Agent, model: AgentModel) => ProviderClient {
  return (agent, model) => {
    const known = made.get(model);
    if (known) return known;
    const more = hostedSecrets(agent.hostedTools).flatMap(secretForms);
    const client = openai
      ? ownClient(openai(agent, model), exchanges, more)
      : providerClient(model.provider, exchanges, more);
    made.set(model, client);
    return client;
  };
}
