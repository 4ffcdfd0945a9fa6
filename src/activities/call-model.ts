/**
 * One model call. Rule: faults of the service are tried again within bounds (5 that count, waits that don't), and what
 * hinders the worker itself (a turn that can't be asked for its transcript, a shutdown) never counts.
 */
import { activityInfo, type Info } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { answerEntries } from '../contract/answer.js';
import type { CallModelInput, CallModelOutput } from '../contract/call-model.js';
import type { PreviewDetails } from '../contract/text-preview.js';
import { boundRepairs } from '../contract/repair.js';
import type { TurnError } from '../contract/turn.js';
import type { Agent } from '../definition/agent.js';
import { describeThrown } from '../definition/describe-error.js';
import type { AgentModel } from '../definition/model-list.js';
import type { CallOptions, Model, ModelAnswer } from '../models/model.js';
import { readProviderFault } from '../models/provider-fault.js';
import type { Entry } from '../protocol/entry.js';
import { FAILURE } from '../protocol/failure.js';
import { clip } from '../protocol/outcome-text.js';
import type { StorageSize } from '../protocol/size.js';
import { priced } from '../protocol/price.js';
import { toolCallsOf } from '../protocol/tool-call.js';
import { headOf } from '../protocol/transcript.js';
import { turnOf } from './activity-turn.js';
import { afterwards } from './afterwards.js';
import { runAttempt, type Attempt } from './attempt.js';
import { failure } from './call-failure.js';
import type { CallLog } from './call-log.js';
import { newEntryId } from './entry-id.js';
import { agentMissing, checkPrices, endOfTurn, keepStart, outOfTime } from './first-call.js';
import { HeldBackError } from './held-back.js';
import { modelFailure } from './model-failure.js';
import { fallbackRepairs, modelOrder, readProgress, type ModelProgress } from './model-progress.js';
import { modelRequest, type Asked } from './model-request.js';
import { planCalls } from './plan-calls.js';
import { boundPlans, recordAnswer } from './record-answer.js';
import { isFinalAnswer, structuredAnswer } from './structured-output.js';
import { TextPreviewer } from './text-preview.js';
import type { ToolSource } from './load-tools.js';
import { storeResult } from './store-result.js';
import type { TranscriptCache } from './transcript-cache.js';
import { headerOf, transcriptFor } from './turn-source.js';
import type { WaitingAttribute } from './waiting-attribute.js';

/** Bound of one attempt, in milliseconds. */
const ATTEMPT_MS = 10 * 60_000;
/** Longest wait for an external storage that fails, in milliseconds. */
const STORE_MS = 4 * 60_000;

/** A model service as an agent reaches it. */
export interface ModelAccess {
  readonly model: Model;
  readonly service: string;
  readonly secrets: readonly string[];
}

/** What the activity works with. */
export interface CallModelSite {
  readonly agents: ReadonlyMap<string, Agent>;
  readonly cache: TranscriptCache;
  readonly log: CallLog;
  readonly waitingAttribute: WaitingAttribute;
  /** Throws when the worker can't reach a model, e.g. since it lacks the key. */
  readonly access: (agent: Agent, model: AgentModel) => ModelAccess;
  /** Brings what only a turn's begin shows: the tools of MCP servers. */
  readonly toolSource: ToolSource;
  /** External storage, where the worker has one. */
  readonly storage?: StorageSize | undefined;
}

/** The `callModel` activity. */
export function callModelActivity(site: CallModelSite) {
  return async (input: CallModelInput): Promise<CallModelOutput> => {
    const info = activityInfo();
    const agent = site.agents.get(input.agent);
    if (!agent) throw agentMissing(input, info, site.agents);
    checkPrices(input, agent);
    keepStart(input, agent, info, site.cache);
    const endsAt = endOfTurn(input, agent, info);
    if (Date.now() >= endsAt) throw outOfTime();
    const progress = readProgress(info.heartbeatDetails);
    let next = progress;
    let previewer: TextPreviewer | undefined;
    let waits: (() => string) | undefined;
    // The next attempt reads from the heartbeat how far this one came, and clients the preview.
    const details = (): CallDetails => ({ ...next, preview: previewer?.preview, ...(waits && { waits: waits() }) });
    const timeoutMs = Math.min(ATTEMPT_MS, endsAt - Date.now());
    return runAttempt({ timeoutMs, details }, (attempt) => {
      previewer = input.stream && new TextPreviewer(info.attempt, attempt.heartbeatSoon);
      const noteProgress = (now: ModelProgress) => {
        next = now;
        previewer?.drop();
      };
      const newText = () => previewer?.begin();
      const onWait: CallOptions['onWait'] = (now) => (waits = now);
      return askModel({ input, endsAt, info, agent, site, attempt, progress, noteProgress, newText, onWait });
    });
  };
}

/** What a heartbeat of a model call tells: the next attempt, clients, and whoever looks at it in Temporal UI. */
type CallDetails = ModelProgress & PreviewDetails & { readonly waits?: string };

interface ModelCall {
  readonly input: CallModelInput;
  /** When the turn's time is over, as far as the server doesn't hold it. */
  readonly endsAt: number;
  readonly info: Info;
  readonly agent: Agent;
  readonly site: CallModelSite;
  readonly attempt: Attempt;
  readonly progress: ModelProgress;
  readonly noteProgress: (next: ModelProgress) => void;
  /** Begins the preview of an answer; undefined when the turn does not stream. */
  readonly newText: () => ((delta: string) => void) | undefined;
  readonly onWait: CallOptions['onWait'];
}

/** The model that an attempt asks, as far as it is known. */
export interface Chosen {
  readonly model: AgentModel;
  readonly another: boolean;
  readonly secrets: readonly string[];
}

async function askModel(call: ModelCall): Promise<CallModelOutput> {
  const { input, info, site, attempt, progress } = call;
  const started = Date.now();
  let chosen: Chosen = { model: call.agent.models[0], another: false, secrets: [] };
  try {
    const { agent, leftOut } = await site.toolSource.load(call.agent, input.digest, attempt.signal);
    if (agent !== call.agent) keepStart(input, agent, info, site.cache);
    const transcript = await transcriptFor(input, site.cache, attempt.signal);
    chosen = chooseModel(call, agent.models, transcript);
    const access = site.access(agent, chosen.model);
    chosen = { ...chosen, secrets: access.secrets };
    const to = { ...chosen.model, service: access.service };
    const asked = await modelRequest(input, agent, to, transcript, site.cache, attempt.signal);
    const onText = call.newText();
    const answer = await access.model.call(asked.request, {
      signal: attempt.signal,
      onWait: call.onWait,
      ...(onText && { onText }),
    });
    const told = input.first ? leftOut : [];
    const repairs = [...told, ...fallbackRepairs(progress.fallen, chosen.model.model), ...answer.repairs];
    const output = await answerOutput({ ...call, agent }, asked, { ...answer, repairs }, access.secrets);
    const recorded = await recordAnswer(output, site.storage, (value) => stored(value, attempt, call.onWait));
    const ms = Date.now() - started;
    afterwards(() => noteAnswer(call, asked, output, ms));
    return recorded;
  } catch (error) {
    throw failureOf(error, call, chosen);
  }
}

/** Puts an answer into external storage, where it is to go there. One that was paid for is waited with, but not for ever. */
export async function stored(value: unknown, { signal }: Attempt, onWait?: CallOptions['onWait']): Promise<void> {
  const tell = onWait && ((why: string) => onWait(() => why));
  try {
    await storeResult(value, signal, { until: Date.now() + STORE_MS, onWait: tell });
    onWait?.(undefined);
  } catch (error) {
    signal.throwIfAborted();
    const message = `the model's answer could not be kept: ${describeThrown(error)}`;
    const told: TurnError = { code: 'storage_failed', message: clip(message, 1_000), retryable: true };
    throw failure({ type: FAILURE.model, message: `storage_failed: ${message}`, details: [told], nonRetryable: true });
  }
}

/** The model that is next in this call, of these. */
export function chooseModel(
  { agent, site, progress }: Pick<ModelCall, 'agent' | 'progress'> & { readonly site: Pick<CallModelSite, 'access'> },
  models: readonly AgentModel[],
  transcript: readonly Entry[],
): Chosen {
  const order = modelOrder(models, transcript, (model) => {
    try {
      return site.access(agent, model).service;
    } catch {
      // Without its key it can't have answered here before.
      return undefined;
    }
  });
  const at = Math.min(progress.fallen.length, order.length - 1);
  return { model: order[at]!, another: at < order.length - 1, secrets: [] };
}

/** What the activity says of an answer: its items, and what their calls need. */
async function answerOutput(
  { input, agent, site, attempt }: ModelCall,
  { request, agentChanged }: Asked,
  answer: ModelAnswer,
  secrets: readonly string[],
): Promise<CallModelOutput> {
  const items = answer.items.map((item) => ({ id: newEntryId(), ...item }));
  const calls = toolCallsOf(answerEntries(input.step, { items, from: request.to }));
  const offered = new Set(request.tools.flatMap((tool) => (tool.kind === 'function' ? tool.name : [])));
  const { structured, plans: answering } = await structuredAnswer(items, calls, agent, answer.finish);
  const others = calls.filter((call) => !isFinalAnswer(call, agent));
  const context = async () => (input.context ? (await headerOf(site.cache, attempt.signal)).context : undefined);
  const planned = await planCalls(others, agent, offered, answer.finish, context);
  const plans = boundPlans([...answering, ...planned], secrets);
  const mayAsk = others.some(({ name }) => agent.toolByName.get(name)?.policy.approval);
  const inbox = mayAsk && (await site.waitingAttribute.isRegistered());
  return {
    from: request.to,
    items,
    ...(plans.length > 0 && { plans }),
    usage: priced(answer.usage, request.to.model, agent.prices),
    finish: answer.finish,
    ...(structured && { structured }),
    ...(inbox && { inbox }),
    ...(answer.repairs.length > 0 && { repairs: boundRepairs(answer.repairs) }),
    ...(input.first && { loaded: agent.policy }),
    ...(agentChanged && { agentChanged: true as const }),
  };
}

/** What this worker remembers of an answer, and tells its log. */
function noteAnswer({ site, info, input }: ModelCall, { request }: Asked, output: CallModelOutput, ms: number): void {
  const { step, ids, said = [] } = input;
  const { workflowId: turnId, runId } = turnOf(info);
  const { transcript } = request;
  const entries = answerEntries(step, output);
  const whole = [...transcript, ...entries];
  site.cache.keepTranscript(runId, headOf(whole, { length: transcript.length, head: input.head }), whole);
  const results = step === 1 ? 0 : ids.length - said.length;
  site.log.step({ turnId, step, results, calls: toolCallsOf(entries).length, ms });
}

/** What of a call the failure of its attempt depends on. */
type FailingCall = Pick<ModelCall, 'attempt' | 'progress' | 'info' | 'noteProgress' | 'endsAt'>;

/** The failure of an attempt; a fault of the service is counted for the next one. */
export function failureOf(error: unknown, call: FailingCall, { model, another, secrets }: Chosen): Error {
  const { attempt, progress, info, noteProgress, endsAt } = call;
  const stopped = attempt.stopped();
  if (stopped && stopped !== 'deadline') return new CancelledFailure(stopped);
  // The turn could not be asked for its transcript, or its agent's own code failed: no fault of the service.
  if (isApplicationFailure(error)) return error;
  const timedOut = stopped === 'deadline';
  const leftMs = endsAt - Date.now();
  if (timedOut && leftMs <= 0) return outOfTime();
  const told = readProviderFault(error, secrets, Date.now());
  const fault = told.afterMs === undefined ? told : { ...told, afterMs: Math.min(told.afterMs, leftMs) };
  const asked = !(error instanceof HeldBackError);
  const at = { attempt: info.attempt, model: model.model, progress, timedOut, another, asked };
  const { failed, next } = modelFailure(fault, at);
  noteProgress(next);
  attempt.heartbeat();
  return failed;
}

/** Whatever a client library throws, a Proxy with traps that throw too, is told apart. */
function isApplicationFailure(error: unknown): error is ApplicationFailure {
  try {
    return error instanceof ApplicationFailure;
  } catch {
    return false;
  }
}
