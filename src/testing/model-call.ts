/**
 * The path of one model call: key, rules, fault, gate, script, answer. Rule: what the real service refuses is refused
 * first, so that no fault and no script ever hides a bad request.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { jsonAnswer } from './answer.js';
import { authRefusal } from './auth.js';
import type { RefusalOptions } from './rules/rule.js';
import type { Exchange } from './exchange.js';
import { faultKind, isDamaging, type Fault } from './fault.js';
import type { FaultPlan } from './fault-plan.js';
import type { Gate } from './gate.js';
import { isJson } from './json.js';
import type { ModelApi } from './model-api.js';
import type { RateLimiter } from './rate-limiter.js';
import type { Refusal } from './refusal.js';
import type { ScriptReader } from './script.js';
import { serverError } from './service-errors.js';
import { spoiltAnswer, spoiltReply } from './spoil.js';
import type { Transmission } from './transmit.js';

/** What a server answers by. */
export interface ModelService {
  /** Set anew by `play`. */
  script: ScriptReader;
  plan: FaultPlan;
  readonly gate: Gate;
  /** Refuses what comes too fast. */
  readonly limiter: RateLimiter | undefined;
  readonly rules: RefusalOptions;
  readonly apiKey: string | undefined;
  /** Milliseconds before every answer of the script. */
  readonly latencyMs: number;
}

/** What of a call is not in its body. */
export interface CallFrame {
  /** As they came, credentials included. */
  readonly headers: Headers;
  /** Bytes of the body. */
  readonly bytes: number;
  /** Set on Azure's paths. */
  readonly azure?: {
    /** Set where the path names it; elsewhere the body's model does. */
    readonly deployment?: string;
    /** Absent where none is needed (`/openai/v1/…`) or where it was forgotten. */
    readonly apiVersion?: string;
    readonly versionNeeded: boolean;
  };
}

/** A call that the script answers. */
interface ScriptedModelCall {
  readonly exchange: Exchange;
  readonly api: ModelApi;
  readonly service: ModelService;
  readonly frame: CallFrame;
  readonly body: unknown;
  readonly fault: Fault | undefined;
}

/** Azure finds nothing without a version. Words from memory. */
const NO_VERSION: Refusal = { status: 404, message: 'Resource not found', code: '404', rule: 'azure' };

/** A deployment in the path decides, whatever model the body names. */
function effectiveBody(body: unknown, { azure }: CallFrame): unknown {
  return azure?.deployment !== undefined && isJson(body) ? { ...body, model: azure.deployment } : body;
}

function refuse(exchange: Exchange, api: ModelApi, service: ModelService, frame: CallFrame, body: unknown): boolean {
  const auth = authRefusal(frame.headers, service.apiKey, frame.azure !== undefined);
  if (auth) {
    exchange.refuse(auth.sent, auth.logged);
    return true;
  }
  const noVersion = frame.azure?.versionNeeded && !frame.azure.apiVersion ? NO_VERSION : undefined;
  const refusal = noVersion ?? api.refusal(body, service.rules);
  if (refusal) exchange.refuse(refusal);
  return refusal !== undefined;
}

/** Waits, unless the connection goes first. */
async function pause(ms: number, exchange: Exchange): Promise<void> {
  if (ms > 0) await delay(ms, undefined, { signal: exchange.gone }).catch(() => undefined);
}

/** Carries out a fault that replaces the answer; false when the answer still comes. */
async function replaceAnswer(fault: Fault, exchange: Exchange): Promise<boolean> {
  if ('status' in fault) {
    const { body } = serverError();
    exchange.send(jsonAnswer(fault.status, fault.body ?? body, fault.headers));
  } else if ('hang' in fault) await exchange.whenGone();
  else if ('reset' in fault) exchange.reset();
  else {
    if ('delayMs' in fault) await pause(fault.delayMs, exchange);
    return false;
  }
  return true;
}

/** How the answer goes over the wire. */
function wayOf(fault: Fault | undefined): Omit<Transmission, 'gone'> {
  if (!fault) return {};
  if ('paceMs' in fault) return { paceMs: fault.paceMs };
  const onTheWire = 'cutAfterBytes' in fault || 'cutAfterEvents' in fault || 'stallAfterEvents' in fault;
  return onTheWire ? { damage: fault } : {};
}

/** Asks the script, and sends what it says. */
async function answerByScript(call: ScriptedModelCall): Promise<void> {
  const { exchange, api, service, frame, body, fault } = call;
  const { number, at } = exchange.request;
  const read = api.read(body);
  const info = { number, api: api.name, conversation: read.conversation };
  const reply = await service.script.read(read.request, info, isDamaging(fault));
  const order = fault && 'order' in fault ? { order: fault.order } : {};
  const context = { number, bytes: frame.bytes, created: Math.floor(at / 1000), ...order };
  const answer = read.answer(spoiltReply(reply, fault, number), context);
  exchange.send(spoiltAnswer(answer, fault, read, context), {}, wayOf(fault));
}

/** Answers one model call. */
export async function answerModelCall(
  exchange: Exchange,
  api: ModelApi,
  service: ModelService,
  frame: CallFrame,
): Promise<void> {
  const body = effectiveBody(exchange.request.body, frame);
  if (refuse(exchange, api, service, frame, body)) return;
  const fault = service.plan.strike(exchange.request.number) ?? service.limiter?.refusal(performance.now());
  if (fault) exchange.note({ fault: faultKind(fault) });
  if (fault && (await replaceAnswer(fault, exchange))) return;
  await pause(service.latencyMs, exchange);
  await service.gate.pass(exchange.gone);
  if (exchange.gone.aborted) return;
  try {
    await answerByScript({ exchange, api, service, frame, body, fault });
  } catch (error) {
    exchange.fail(error);
  }
}
