/** What `everycall dev` says once it serves: where everything is, and the command to run next. */
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { Agent } from '../definition/agent.js';
import type { EmbeddedServer } from '../server/embedded-server.js';
import { DEFAULT_TASK_QUEUE } from '../contract/names.js';
import { commandName } from './command-name.js';
import { agentNames } from './served-agents.js';

/** What is told. */
export interface DevFacts {
  readonly server: Pick<EmbeddedServer, 'address' | 'namespace' | 'uiUrl' | 'dbFile'>;
  readonly agents: readonly Agent[];
  readonly taskQueue: string;
}

/** The lines; the first one has the word `ready`. */
export function devBanner(
  { server, agents, taskQueue }: DevFacts,
  elsewhere = environmentServer(),
  command = commandName(),
): string[] {
  return [
    'ready',
    `  Temporal    ${server.address}, namespace ${server.namespace}`,
    `  UI          ${server.uiUrl ?? 'off'}`,
    `  database    ${server.dbFile ?? 'in memory'}`,
    `  task queue  ${taskQueue}`,
    `  agents      ${agentNames(agents).join(', ')}`,
    `Run a turn:   ${command} run ${agents[0]?.name} "Hello"${reachFlags(server, taskQueue, elsewhere)}`,
    'Ctrl-C stops all of it; turns that run go on at the next start.',
  ];
}

/** Where a command goes that is given no flags. */
interface Elsewhere {
  readonly address?: string | undefined;
  readonly namespace?: string | undefined;
}

/** The flags without which the next command would reach another server, or nobody. */
function reachFlags(server: DevFacts['server'], taskQueue: string, elsewhere: Elsewhere): string {
  const { address = 'localhost:7233', namespace = 'default' } = elsewhere;
  const here = [server.address, server.address.replace('127.0.0.1', 'localhost')];
  return [
    here.includes(address) ? '' : ` --address ${server.address}`,
    namespace === server.namespace ? '' : ` --namespace ${server.namespace}`,
    taskQueue === DEFAULT_TASK_QUEUE ? '' : ` --task-queue ${taskQueue}`,
  ].join('');
}

/** The environment's server, which `dev` itself never uses. A configuration that can't be read names none. */
function environmentServer(): Elsewhere {
  try {
    const { connectionOptions, namespace } = loadClientConnectConfig();
    return { address: connectionOptions.address, namespace };
  } catch {
    return {};
  }
}
