/**
 * The embedded Temporal server: the dev server of the Temporal CLI as a child process on loopback, with settings made for
 * agents' turns. Rules: it obeys no address of the environment, and nothing of it is left running when this process is gone.
 */
import { mkdir } from 'node:fs/promises';
import { devNull } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { Duration } from '@temporalio/common';
import { childEnvironment } from './child-environment.js';
import { findTemporalBinary, type TemporalBinary } from './find-binary.js';
import { claimPort } from './free-port.js';
import { startGuarded, type ExitInfo, type GuardedProcess } from './guarded-process.js';
import { PortBusyError, ServerStartError } from './server-error.js';
import { connectWhenServing, prepareNamespace } from './serving.js';
import {
  EVERYCALL_SEARCH_ATTRIBUTES,
  HOST,
  retentionMs,
  serverArguments,
  type DynamicValue,
  type ServerLogLevel,
  type ServerSettings,
} from './settings.js';

/** How long the server may take until it answers, milliseconds. */
const START_TIMEOUT_MS = 60_000;
/** A free port may be taken by somebody else before the server has it: how often another one is tried. */
const MAX_STARTS = 3;

/** Options of `startEmbeddedServer`. */
export interface EmbeddedServerOptions {
  /** SQLite file that keeps everything; made with its folder when missing. One server a file. @default in memory */
  readonly dbFile?: string;
  /** gRPC port. @default a free one, also for 0 */
  readonly port?: number;
  /** Port of Temporal UI. Given, or `ui: true`: the UI runs. @default a free one, also for 0 */
  readonly uiPort?: number;
  /** @default true when `uiPort` is given */
  readonly ui?: boolean;
  /** @default 'default' */
  readonly namespace?: string;
  /** How long closed turns are kept; at least an hour. @default '30d' */
  readonly retention?: Duration;
  /** Names of Keyword search attributes that shall exist. @default EVERYCALL_SEARCH_ATTRIBUTES */
  readonly searchAttributes?: readonly string[];
  /** Temporal's dynamic configuration, over ours (`DYNAMIC_CONFIG`). @default {} */
  readonly dynamicConfig?: Readonly<Record<string, DynamicValue>>;
  /** @default 'error' */
  readonly logLevel?: ServerLogLevel;
  /** Gets each line that the server prints. */
  readonly onLog?: (line: string) => void;
  /** Gets lines for a person about finding, downloading or building the binary. */
  readonly onProgress?: (line: string) => void;
  /** The Temporal CLI to run. @default what `findTemporalBinary` finds */
  readonly binary?: TemporalBinary;
}

/** A running embedded server. */
export interface EmbeddedServer {
  /** `127.0.0.1:<port>` */
  readonly address: string;
  readonly namespace: string;
  /** Present when Temporal UI runs. */
  readonly uiUrl?: string;
  /** Absolute. Absent: in memory. */
  readonly dbFile?: string;
  /** Process id of the server itself. */
  readonly pid: number;
  /** What the Temporal CLI says of itself, such as `1.5.1 (Server 1.29.1, UI 2.42.1)`. */
  readonly version: string;
  /** Ends it: SIGTERM, 5 s, SIGKILL. May be called any number of times. */
  stop(): Promise<void>;
  /** Settles when the process has ended, by `stop` or otherwise. Never rejects. */
  readonly killed: Promise<ExitInfo>;
}

/**
 * Starts a Temporal server of our own and returns when it answers.
 * @throws PortBusyError, NoTemporalBinaryError, ServerStartError, ServerOptionError
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions = {}): Promise<EmbeddedServer> {
  const retention = retentionMs(options.retention ?? '30d');
  // Ports come before the binary: nobody should wait minutes for a build to learn that a port is taken.
  await chooseSettings(options);
  const binary = options.binary ?? (await findTemporalBinary({ onProgress: options.onProgress }));
  if (options.dbFile !== undefined) await mkdir(dirname(resolve(options.dbFile)), { recursive: true });
  for (let start = 1; ; start += 1) {
    const settings = await chooseSettings(options);
    try {
      return await startOnce(settings, retention, binary, options.onLog);
    } catch (error) {
      const lostRace = error instanceof ServerStartError && error.lastLines.some((line) => /already in use/.test(line));
      if (!lostRace || start === MAX_STARTS) throw error;
    }
  }
}

async function chooseSettings(options: EmbeddedServerOptions): Promise<ServerSettings> {
  const withUi = options.ui ?? options.uiPort !== undefined;
  const port = await claimPort(options.port, 'port');
  const uiPort = withUi ? await claimPort(options.uiPort, 'uiPort') : undefined;
  if (uiPort !== undefined && uiPort === port) throw new PortBusyError(port, 'uiPort', 'the port of Temporal itself');
  return {
    port,
    ...(uiPort !== undefined && { uiPort }),
    ...(options.dbFile !== undefined && { dbFile: resolve(options.dbFile) }),
    namespace: options.namespace ?? 'default',
    searchAttributes: options.searchAttributes ?? EVERYCALL_SEARCH_ATTRIBUTES,
    dynamicConfig: options.dynamicConfig ?? {},
    logLevel: options.logLevel ?? 'error',
  };
}

async function startOnce(
  settings: ServerSettings,
  retention: number,
  binary: TemporalBinary,
  onLine: ((line: string) => void) | undefined,
): Promise<EmbeddedServer> {
  const child = await startGuarded({
    file: binary.path,
    args: serverArguments(settings, devNull),
    env: childEnvironment(process.env),
    ...(onLine && { onLine }),
  }).catch((error: unknown) => {
    throw new ServerStartError(`${binary.path} can't be run`, [String(error)], { cause: error });
  });
  await answered(child, settings, retention);
  return {
    address: `${HOST}:${settings.port}`,
    namespace: settings.namespace,
    ...(settings.uiPort !== undefined && { uiUrl: `http://${HOST}:${settings.uiPort}` }),
    ...(settings.dbFile !== undefined && { dbFile: settings.dbFile }),
    pid: child.pid,
    version: binary.version,
    stop: () => child.stop(),
    killed: child.ended,
  };
}

/** Returns when the server answers; when it ends before or takes too long, stops it and throws with what it printed. */
async function answered(child: GuardedProcess, settings: ServerSettings, retention: number): Promise<void> {
  const timeout = AbortSignal.timeout(START_TIMEOUT_MS);
  const ended = new AbortController();
  let why = `no answer on ${HOST}:${settings.port} within ${START_TIMEOUT_MS / 1000} s`;
  const watch = async (): Promise<void> => {
    const { code, signal } = await child.ended;
    why = signal === null ? `it ended with code ${code}` : `it was ended by ${signal}`;
    ended.abort();
  };
  void watch();
  const signal = AbortSignal.any([timeout, ended.signal]);
  try {
    const connection = await connectWhenServing(settings.port, signal);
    try {
      await prepareNamespace(connection, settings, retention, signal);
    } finally {
      await connection.close();
    }
  } catch (error) {
    if (!signal.aborted) why = `it refused: ${error instanceof Error ? error.message : String(error)}`;
    const lastLines = child.lastLines();
    await child.stop();
    throw new ServerStartError(why, lastLines, { cause: error });
  }
}
