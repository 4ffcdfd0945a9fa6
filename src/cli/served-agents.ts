/**
 * What a worker says of its agents: in its identity, for people and for other workers, and to the person who starts it.
 * Rule: all workers of a task queue serve the same agents; one that starts beside others says so.
 */
import { hostname } from 'node:os';
import proto from '@temporalio/proto';
import type { EverycallClient } from '../client/everycall-client.js';
import type { Agent } from '../definition/agent.js';
import type { AgentModel } from '../definition/model-list.js';
import type { EverycallWorkerOptions } from '../worker/worker-options.js';
import { isAlive } from './is-alive.js';

/** Temporal takes 1,000 characters. */
const MOST_IDENTITY = 300;
const OURS = /^(\d+)@(.*) \[(.*)\]$/;
const REQUEST_MS = 5_000;

/** The agents' names, sorted. */
export function agentNames(agents: readonly Agent[]): string[] {
  return agents.map((agent) => agent.name).sort();
}

/** `<pid>@<host> [names of the agents]`, shown by Temporal UI; without the names when they are many. */
export function workerIdentity(agents: readonly Agent[]): string {
  const process_ = `${process.pid}@${hostname()}`;
  const full = `${process_} [${agentNames(agents).join(',')}]`;
  return full.length <= MOST_IDENTITY ? full : process_;
}

/** A line for each key that the agents' services need and this process lacks. */
export function missingKeys({ agents, openai }: EverycallWorkerOptions, env: NodeJS.ProcessEnv): string[] {
  // A replay asks no service.
  if (openai || env.EVERYCALL_REPLAY) return [];
  const lines = (what: string, asked: (agent: Agent) => readonly AgentModel[]) => {
    const lacking = new Map<string, string[]>();
    for (const agent of agents) {
      for (const key of new Set(asked(agent).map(({ provider }) => provider.apiKeyEnv))) {
        if (!env[key]) lacking.set(key, [...(lacking.get(key) ?? []), agent.name]);
      }
    }
    return [...lacking].map(
      ([key, names]) => `${key} is not set: turns of ${names.join(', ')} will ${what} until it is`,
    );
  };
  const summing = lines('not be compacted', ({ compaction }) => (compaction?.model ? [compaction.model] : []));
  return [...lines('fail', ({ models }) => models), ...summing];
}

/** The agents of another worker that polled this queue lately, when they differ from these. */
export async function otherAgents(client: EverycallClient, agents: readonly Agent[]): Promise<string | undefined> {
  const { connection } = client.temporal;
  const { pollers } = await connection.withDeadline(Date.now() + REQUEST_MS, () =>
    connection.workflowService.describeTaskQueue({
      namespace: client.namespace,
      taskQueue: { name: client.taskQueue },
      taskQueueType: proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    }),
  );
  return differing(
    (pollers ?? []).map((poller) => poller.identity ?? ''),
    agentNames(agents).join(','),
  );
}

/** The first list of agents among these identities that isn't `own`; processes of this machine that ended don't count. */
export function differing(identities: readonly string[], own: string): string | undefined {
  for (const identity of identities) {
    const [, pid, host, names] = OURS.exec(identity) ?? [];
    if (names === undefined || names === own) continue;
    if (host !== hostname() || isAlive(Number(pid))) return names;
  }
  return undefined;
}

/** The agents of workers with these identities, when each of them says its agents and none has this one. */
export function agentsWithout(identities: readonly string[], agent: string): string[] | undefined {
  const lists = identities.map((identity) => OURS.exec(identity)?.[3]?.split(','));
  const served = new Set(lists.flatMap((names) => names ?? []));
  return lists.every((names) => names) && !served.has(agent) ? [...served].sort() : undefined;
}
