/** The lines of a worker, one for each model of a service and account; and a model that goes through its line. */
import type { RateLimit } from '../definition/rate-limit.js';
import type { Model, ModelAnswer, ModelRequest, CallOptions } from '../models/model.js';
import { readProviderFault } from '../models/provider-fault.js';
import { digest } from '../protocol/head.js';
import type { GateName, Gates } from './ask-gate.js';
import { ModelLine } from './model-line.js';
import { Permits, type NoteGate } from './permits.js';

/** What lines are made of. */
export interface LineParts {
  /** Called inside of activities alone. */
  readonly gates: Gates;
  readonly note: NoteGate;
}

/** Whose model is asked. */
export interface LinedService {
  /** Origin of the service. */
  readonly service: string;
  /** Number of its key in this process. */
  readonly account: number;
  /** Name of the environment variable that holds the key. */
  readonly apiKeyEnv: string;
  readonly rateLimit?: RateLimit | undefined;
  /** Never told to anybody. */
  readonly secrets: readonly string[];
}

/** The lines of a worker. They are as many as its agents have models. */
export class ModelLines {
  readonly #parts: LineParts;
  readonly #lines = new Map<string, ModelLine>();
  readonly #permits = new Map<string, Permits>();

  constructor(parts: LineParts) {
    this.#parts = parts;
  }

  /** The same model, behind its line. */
  behind(model: Model, at: LinedService): Model {
    return { call: (request, options) => this.#call(model, at, request, options) };
  }

  async #call(model: Model, at: LinedService, request: ModelRequest, options: CallOptions): Promise<ModelAnswer> {
    const line = this.#lineOf(at, request.model);
    const entered = line.enter(options.signal);
    if (entered instanceof Promise) options.onWait?.(() => line.waitText());
    const pass = await entered;
    options.onWait?.(undefined);
    try {
      const answer = await model.call(request, options);
      line.answered(pass, answer.usage.totalTokens);
      return answer;
    } catch (error) {
      const fault = options.signal.aborted ? undefined : readProviderFault(error, at.secrets, Date.now());
      if (fault?.retry === 'wait') line.refused(pass, fault.afterMs);
      else line.failed(pass);
      throw error;
    }
  }

  #lineOf({ service, account, apiKeyEnv, rateLimit }: LinedService, model: string): ModelLine {
    // An agent may be tried without a limit beside one that has it.
    const gate = rateLimit && gateName(this.#parts.gates.taskQueue(), rateLimit, { service, apiKeyEnv, model });
    const key = JSON.stringify([service, account, model, gate?.id]);
    const known = this.#lines.get(key);
    if (known) return known;
    const permits = gate && this.#permitsOf(gate, rateLimit);
    const line = new ModelLine(`model ${model} of ${service}`, permits, this.#parts.note);
    this.#lines.set(key, line);
    return line;
  }

  #permitsOf(gate: GateName, limit: RateLimit): Permits {
    const { gates, note } = this.#parts;
    const permits = this.#permits.get(gate.id) ?? new Permits(gate.title, limit, gates.asker(gate), note);
    this.#permits.set(gate.id, permits);
    return permits;
  }
}

/** A limit without a name holds for one model of a service, by the variable that names its key, on one task queue. */
function gateName(
  taskQueue: string,
  { name }: RateLimit,
  { service, apiKeyEnv, model }: { service: string; apiKeyEnv: string; model: string },
): GateName {
  if (name !== undefined) return { id: `everycall-gate:${name}`, title: name };
  const title = `${model} of ${service}`;
  const short = model.replace(/[^\w.-]/g, '_').slice(0, 64);
  return { id: `everycall-gate:${short}:${digest(JSON.stringify([taskQueue, service, apiKeyEnv, model]))}`, title };
}
