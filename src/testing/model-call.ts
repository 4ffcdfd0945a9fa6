/**
 * The path of one model call: key, rules, fault, gate, script, answer. Rule: what the real service refuses is refused
 * first, so that no fault and no script ever hides a bad request.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { jsonAnswer } from './answer.js';
import { authRefusal } from './auth.js';
import type { RefusalOptions } from './rules/rule.js';
import type { Exchange } from './exchange.js';
import { serverError, type Fault } from './fault.js';
import type { FaultPlan } from './fault-plan.js';
import type { Gate } from './gate.js';
import { isJson } from './json.js';
import type { LoggedRequest } from './logged-request.js';
import type { ModelApi } from './model-api.js';
import type { Refusal } from './refusal.js';
import type { ScriptReader } from './script.js';
import type { Damage } from './transmit.js';

/** What a server answers by. */
export interface ModelService {
  readonly script: ScriptReader;
  readonly plan: FaultPlan;
  readonly gate: Gate;
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

function kindOf(fault: Fault): NonNullable<LoggedRequest['fault']> {
  const kinds = ['status', 'delayMs', 'hang', 'reset', 'cutAfterBytes', 'malformed'] as const;
  return kinds.find((kind) => kind in fault) ?? 'status';
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

function damageOf(fault: Fault | undefined): Damage | undefined {
  return fault && ('cutAfterBytes' in fault || 'malformed' in fault) ? fault : undefined;
}

/** Answers one model call. */
export async function answerModelCall(
  exchange: Exchange,
  api: ModelApi,
  service: ModelService,
  frame: CallFrame,
): Promise<void> {
  const { request: logged } = exchange;
  const body = effectiveBody(logged.body, frame);
  if (refuse(exchange, api, service, frame, body)) return;
  const fault = service.plan.strike(logged.number);
  if (fault) exchange.note({ fault: kindOf(fault) });
  if (fault && (await replaceAnswer(fault, exchange))) return;
  await pause(service.latencyMs, exchange);
  await service.gate.pass(exchange.gone);
  if (exchange.gone.aborted) return;
  const damage = damageOf(fault);
  try {
    const read = api.read(body);
    const info = { number: logged.number, api: api.name, conversation: read.conversation };
    const reply = await service.script.read(read.request, info, damage !== undefined);
    const context = { number: logged.number, bytes: frame.bytes, created: Math.floor(logged.at / 1000) };
    exchange.send(read.answer(reply, context), {}, damage);
  } catch (error) {
    exchange.fail(error);
  }
}
