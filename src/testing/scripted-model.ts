/**
 * The scripted model server: a real HTTP server on 127.0.0.1 that speaks a model service's API, refuses what the real
 * service refuses in its words, answers from a script, fails as planned, and logs every request for tests to judge by.
 */
import { getRequestListener } from '@hono/node-server';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { faultPlan, type FaultRule } from './fault-plan.js';
import { Gate } from './gate.js';
import { openLogFile } from './log-file.js';
import type { LoggedRequest } from './logged-request.js';
import { RateLimiter, type ServiceRateLimit } from './rate-limiter.js';
import { RequestLog } from './request-log.js';
import type { ModelService } from './model-call.js';
import { modelRoutes } from './routes.js';
import { readScript, type Script } from './script.js';

/** How a scripted model behaves. */
export interface ScriptedModelOptions {
  /** Replies, one a request, or a function that decides. */
  readonly script: Script;
  /** What goes wrong, by request. @default nothing */
  readonly faults?: readonly FaultRule[];
  /** What it takes in a span of time; more is refused with 429, told when to come again. @default no bound */
  readonly rateLimit?: ServiceRateLimit;
  /** The only key that is taken. @default any key, but a key */
  readonly apiKey?: string;
  /** The models that exist; on Azure's path, the deployments. @default every name */
  readonly models?: readonly string[];
  /** Refuse tool descriptions over 1,024 characters, as older models do. @default false */
  readonly descriptionLimit?: boolean;
  /** Milliseconds before every answer of the script. @default 0 */
  readonly latencyMs?: number;
  /** TCP port. @default 0: a free one */
  readonly port?: number;
  /** A file to which the log is appended, for `readRequestLog`. @default none */
  readonly logFile?: string;
  /** Requests that the log keeps. @default 10_000 */
  readonly maxRequests?: number;
  /** Bytes of a body beyond which a request is refused with 413. @default 67_108_864 (64 MiB) */
  readonly maxBodyBytes?: number;
  /** Bytes of bodies that the log keeps; older bodies go first. @default 268_435_456 (256 MiB) */
  readonly maxLogBytes?: number;
}

/** A scripted model server that listens. */
export interface ScriptedModel {
  readonly port: number;
  /** `http://127.0.0.1:<port>`; Azure's `endpoint`. */
  readonly url: string;
  /** `<url>/v1`; the OpenAI client's `baseURL`. */
  readonly baseURL: string;
  /** The log, oldest first. It is live: an open request's entry is completed as it goes on. */
  readonly requests: readonly LoggedRequest[];
  /** Refused requests that the log no longer holds. */
  readonly droppedFaulty: number;
  /** Resolves when request `number` (from 1) has arrived whole. Rejects with RequestNotSeenError when the server closes first. */
  requestArrived(number: number): Promise<LoggedRequest>;
  /** Resolves when request `number` is over: answered, or its connection gone. Rejects likewise. */
  requestClosed(number: number): Promise<LoggedRequest>;
  /** From now on, answers of the script wait. */
  hold(): void;
  /** Lets every waiting answer go, and those after. */
  release(): void;
  /**
   * From now on the script is another one, read from its start; so is the plan of faults, whose requests are counted from
   * here. What is not given goes on.
   */
  play(next: { readonly script?: Script; readonly faults?: readonly FaultRule[] }): void;
  /** Ends every connection at once and stops listening. Safe to call twice. */
  close(): Promise<void>;
}

/** Starts a scripted model server. Rejects when the port is taken or the log file can't be opened. */
export async function scriptedModel(options: ScriptedModelOptions): Promise<ScriptedModel> {
  const { maxRequests = 10_000, maxLogBytes = 256 * 1024 ** 2, maxBodyBytes = 64 * 1024 ** 2 } = options;
  const closing = new AbortController();
  const gate = new Gate();
  const file = options.logFile === undefined ? undefined : openLogFile(options.logFile);
  const log = new RequestLog({ maxRequests, maxBytes: maxLogBytes }, file);
  const service: ModelService = {
    script: readScript(options.script),
    plan: faultPlan(options.faults ?? []),
    gate,
    limiter: options.rateLimit && new RateLimiter(options.rateLimit),
    rules: { ...(options.models && { models: options.models }), descriptionLimit: options.descriptionLimit ?? false },
    apiKey: options.apiKey,
    latencyMs: options.latencyMs ?? 0,
  };
  const app = modelRoutes({ service, log, closing: closing.signal, maxBodyBytes });
  // Hono's own Request and Response stay its own: the process may hold others that expect Node's.
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  try {
    server.listen(options.port ?? 0, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    file?.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  let closed: Promise<void> | undefined;

  const close = async (): Promise<void> => {
    closing.abort();
    const done = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await done;
    await log.settled();
    log.close();
  };
  return {
    port,
    url,
    baseURL: `${url}/v1`,
    get requests() {
      return log.requests;
    },
    get droppedFaulty() {
      return log.droppedFaulty;
    },
    requestArrived: (number) => log.reached(number, 'arrived'),
    requestClosed: (number) => log.reached(number, 'ended'),
    hold: () => gate.hold(),
    release: () => gate.release(),
    play({ script, faults }) {
      if (script) service.script = readScript(script);
      if (faults) service.plan = faultPlan(faults, log.requests.at(-1)?.number);
    },
    close: () => (closed ??= close()),
  };
}
