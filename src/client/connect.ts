/**
 * Connects to Temporal. Rules: the address comes from the options, then from Temporal's own environment and configuration
 * file; an unreachable server is one clear error within a bounded time; an attempt that failed leaves nothing open.
 */
import {
  Client,
  Connection,
  defaultGrpcRetryOptions,
  makeGrpcRetryInterceptor,
  type ConnectionLike,
  type ConnectionOptions,
} from '@temporalio/client';
import type { DataConverter, ExternalStorage } from '@temporalio/common';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { DEFAULT_TASK_QUEUE } from '../contract/names.js';
import { grpcCode } from '../history/grpc-fault.js';
import { useStorage } from '../storage/use-storage.js';
import { endAfterClose } from './after-close.js';
import { ConnectConfigError, ServerRefusedError, ServerUnreachableError } from './client-error.js';
import { EverycallClient } from './everycall-client.js';

/** How to reach Temporal. */
export interface ConnectOptions {
  /** `host:port`. @default `TEMPORAL_ADDRESS`, the configuration file, or `localhost:7233` */
  readonly address?: string;
  /** @default `TEMPORAL_NAMESPACE`, the configuration file, or `default` */
  readonly namespace?: string;
  /** Task queue of the workers. @default 'everycall' */
  readonly taskQueue?: string;
  /** Read TEMPORAL_* variables and Temporal's configuration file. @default true */
  readonly environment?: boolean;
  /** A connection that exists; it is not closed by `close()`. The options of a connection are ignored then. @default one of its own */
  readonly connection?: ConnectionLike;
  /** TLS, API key and further options of the connection; they stand over the environment's. @default {} */
  readonly connectionOptions?: Pick<ConnectionOptions, 'tls' | 'apiKey' | 'metadata' | 'interceptors' | 'channelArgs'>;
  /** Converter and codecs: the same as the workers'. @default the SDK's own */
  readonly dataConverter?: DataConverter;
  /** Where payloads that are too large for Temporal go: the same as the workers'. @default the data converter's own, else none */
  readonly externalStorage?: ExternalStorage;
  /** How long to wait for the server, in milliseconds. @default 5_000 */
  readonly connectTimeoutMs?: number;
}

const DEFAULT_ADDRESS = 'localhost:7233';
/** The SDK means to raise the 4 MB that gRPC takes, but misses the option's name. */
const MOST_MESSAGE_BYTES = 64 * 1024 * 1024;
/** gRPC codes of a server that isn't there, rather than one that refuses. */
const ABSENT = new Set([4, 14]);

/**
 * A client of everycall on a connection that was tried.
 * @throws {ServerUnreachableError} when no server answers in time.
 * @throws {ServerRefusedError} when it answers and refuses.
 * @throws {ConnectConfigError} when the environment's configuration can't be read.
 */
export async function connect(options: ConnectOptions = {}): Promise<EverycallClient> {
  const config = options.environment === false ? undefined : environmentConfig();
  const namespace = options.namespace ?? config?.namespace ?? 'default';
  const taskQueue = options.taskQueue ?? DEFAULT_TASK_QUEUE;
  const { connection: given, externalStorage } = options;
  const dataConverter = externalStorage ? { ...options.dataConverter, externalStorage } : options.dataConverter;
  useStorage(dataConverter?.externalStorage);
  const connection = given ?? (await open(options, config?.connectionOptions));
  const temporal = new Client({ connection, namespace, ...(dataConverter && { dataConverter }) });
  return new EverycallClient(temporal, { taskQueue, ownsConnection: given === undefined });
}

function environmentConfig(): { namespace?: string; connectionOptions: ConnectionOptions } {
  try {
    const { namespace, connectionOptions } = loadClientConnectConfig();
    const { address, apiKey, tls, metadata } = connectionOptions as ConnectionOptions;
    return {
      ...(namespace && { namespace }),
      connectionOptions: {
        ...(address && { address }),
        ...(apiKey && { apiKey }),
        ...(tls !== undefined && { tls }),
        ...(metadata && { metadata }),
      },
    };
  } catch (cause) {
    throw new ConnectConfigError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

async function open(options: ConnectOptions, environment: ConnectionOptions = {}): Promise<Connection> {
  const { connectTimeoutMs = 5_000, connectionOptions = {} } = options;
  const address = options.address ?? environment.address ?? DEFAULT_ADDRESS;
  const connection = Connection.lazy({
    ...environment,
    ...connectionOptions,
    address,
    connectTimeout: connectTimeoutMs,
    interceptors: [...(connectionOptions.interceptors ?? [sdkRetries()]), endAfterClose],
    channelArgs: { 'grpc.max_receive_message_length': MOST_MESSAGE_BYTES, ...connectionOptions.channelArgs },
  });
  try {
    await connection.ensureConnected();
    return connection;
  } catch (cause) {
    await connection.close().catch(() => {});
    const code = grpcCode(cause);
    if (code === undefined || ABSENT.has(code)) throw new ServerUnreachableError(address, connectTimeoutMs, { cause });
    throw new ServerRefusedError(address, reasonOf(cause), { cause });
  }
}

/** The SDK's own default, which it leaves out when there are interceptors. */
const sdkRetries = () => makeGrpcRetryInterceptor(defaultGrpcRetryOptions());

/** The innermost message: the SDK's own only says that connecting failed. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : reasonOf(error.cause);
}
