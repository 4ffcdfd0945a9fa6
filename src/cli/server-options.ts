/**
 * Which Temporal server a command talks to: its options, then the TEMPORAL_* variables and Temporal's configuration file.
 * Only `dev` does without this.
 */
import { ExternalStorage } from '@temporalio/common';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { Option, type Command } from 'commander';
import { connect } from '../client/connect.js';
import type { EverycallClient } from '../client/everycall-client.js';
import { DEFAULT_TASK_QUEUE } from '../contract/names.js';
import { FileStorageDriver } from '../storage/file-storage-driver.js';
import { shellWord } from './shell-word.js';

/** Options of the connection, as parsed. */
export interface ServerChoice {
  readonly address?: string;
  readonly namespace?: string;
  readonly profile?: string;
  readonly taskQueue?: string;
}

/** Together with the start of the process an absent server shows within 6 s. */
const CONNECT_MS = 4_000;
const DEFAULT_ADDRESS = 'localhost:7233';

/** Adds the options of the connection. */
export function addServerOptions(command: Command): Command {
  return command
    .option('--address <host:port>', 'Temporal server (default: TEMPORAL_ADDRESS, or localhost:7233)')
    .option('--namespace <name>', 'namespace (default: TEMPORAL_NAMESPACE, or "default")')
    .option('--profile <name>', "profile of Temporal's configuration file (default: TEMPORAL_PROFILE)");
}

/** The option of commands that know a task queue. */
export function taskQueueOption(): Option {
  return new Option('--task-queue <name>', `task queue of the workers (default: "${DEFAULT_TASK_QUEUE}")`);
}

/** Runs a command's work with a client, and closes it. */
export async function withClient<T>(choice: ServerChoice, work: (client: EverycallClient) => Promise<T>): Promise<T> {
  chooseProfile(choice);
  const { address, namespace, taskQueue } = choice;
  const client = await connect({
    ...(address !== undefined && { address }),
    ...(namespace !== undefined && { namespace }),
    ...(taskQueue !== undefined && { taskQueue }),
    ...storageOf(process.env.EVERYCALL_STORAGE),
    connectTimeoutMs: CONNECT_MS,
  });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

/** External storage of the files in a folder: commands read what workers keep there. */
function storageOf(folder: string | undefined): { externalStorage?: ExternalStorage } {
  if (!folder) return {};
  return { externalStorage: new ExternalStorage({ drivers: [new FileStorageDriver({ folder })] }) };
}

/** The connection of a worker by the same rules. Call it after a client could connect, which refuses what is wrong. */
export function connectionOf(choice: ServerChoice) {
  chooseProfile(choice);
  const { connectionOptions } = loadClientConnectConfig();
  return { ...connectionOptions, address: choice.address ?? connectionOptions.address ?? DEFAULT_ADDRESS };
}

/** The same choice as flags, for a command that a person is told to run next. */
export function flagsOf({ address, namespace, profile, taskQueue }: ServerChoice): string {
  const flags = Object.entries({ address, namespace, profile, 'task-queue': taskQueue });
  return flags.map(([name, value]) => (value === undefined ? '' : ` --${name} ${shellWord(value)}`)).join('');
}

/** Both the client and the worker's connection read the profile's name from the environment. */
function chooseProfile({ profile }: ServerChoice): void {
  if (profile !== undefined) process.env.TEMPORAL_PROFILE = profile;
}
