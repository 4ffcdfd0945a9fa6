/**
 * Waits until a server that was just started answers for its namespace, and makes the namespace as wanted: retention and
 * search attributes. Over gRPC, with a deadline on every call.
 */
import { createConnection } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { msNumberToTs, tsToMs } from '@temporalio/common/lib/time.js';
import type { temporal } from '@temporalio/proto';
import { HOST, type ServerSettings } from './settings.js';

const POLL_MS = 50;
const CALL_TIMEOUT_MS = 10_000;
/** INDEXED_VALUE_TYPE_KEYWORD: the enum itself can't be imported by name from a CommonJS module. */
const KEYWORD: temporal.api.enums.v1.IndexedValueType = 2;

/** Opens a connection once the port answers. @param signal ends the wait. */
export async function connectWhenServing(port: number, signal: AbortSignal): Promise<Connection> {
  // By TCP first: a gRPC channel that was refused once waits a second and more before it tries again.
  while (!(await accepts(port))) await delay(POLL_MS, undefined, { signal });
  const options = {
    address: `${HOST}:${port}`,
    connectTimeout: CALL_TIMEOUT_MS,
    channelArgs: { 'grpc.enable_http_proxy': 0 },
  };
  return untilAnswered(() => Connection.connect(options), signal);
}

/** Waits for the namespace, then sets retention and adds the search attributes that it lacks. Changes only what differs. */
export async function prepareNamespace(
  connection: Connection,
  settings: Pick<ServerSettings, 'namespace' | 'searchAttributes'>,
  retentionMs: number,
  signal: AbortSignal,
): Promise<void> {
  const { namespace } = settings;
  const call = <T>(fn: () => Promise<T>) => connection.withDeadline(Date.now() + CALL_TIMEOUT_MS, fn);
  const found = await untilAnswered(
    () => call(() => connection.workflowService.describeNamespace({ namespace })),
    signal,
  );
  const current = found.config?.workflowExecutionRetentionTtl;
  if (!current || tsToMs(current) !== retentionMs) {
    const config = { workflowExecutionRetentionTtl: msNumberToTs(retentionMs) };
    await untilAnswered(() => call(() => connection.workflowService.updateNamespace({ namespace, config })), signal);
  }
  // A new database has them from the command line; one that was made without them gets them here.
  const { customAttributes } = await untilAnswered(
    () => call(() => connection.operatorService.listSearchAttributes({ namespace })),
    signal,
  );
  const lacking = settings.searchAttributes.filter((name) => !Object.hasOwn(customAttributes, name));
  if (lacking.length === 0) return;
  const searchAttributes = Object.fromEntries(lacking.map((name) => [name, KEYWORD]));
  await call(() => connection.operatorService.addSearchAttributes({ namespace, searchAttributes }));
}

/** A server that has just opened its port may still refuse: its parts find each other within a second or two. */
async function untilAnswered<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (signal.aborted) throw error;
      await delay(POLL_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) throw error;
    }
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: HOST, port });
    socket.setTimeout(CALL_TIMEOUT_MS, () => socket.destroy());
    socket.once('connect', () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}
