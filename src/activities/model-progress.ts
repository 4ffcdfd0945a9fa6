/**
 * How far a model call has come through its agent's models. It travels in the heartbeat's details from one attempt to
 * the next. Rule: what is read of details is checked, since another version may have written them. Pure.
 */
import type { Repair } from '../contract/repair.js';
import type { AgentModel } from '../definition/model-list.js';
import type { Entry } from '../protocol/entry.js';
import { fieldsOf, listOf } from '../protocol/json.js';

/** A model that was given up in this call. */
export interface FallenModel {
  readonly model: string;
  /** Code of its last fault. */
  readonly code: string;
}

/** What the next attempt must know. */
export interface ModelProgress {
  /** Faults of the model that is asked now which have counted. */
  readonly faults: number;
  /** Number of the first attempt that asked this model, from 1. */
  readonly since: number;
  /** The models given up, in order. */
  readonly fallen: readonly FallenModel[];
}

/** The progress that an attempt's heartbeat details tell; that of a first attempt where they tell none. */
export function readProgress(details: unknown): ModelProgress {
  const { faults, since, fallen } = fieldsOf(details);
  return {
    faults: typeof faults === 'number' ? faults : 0,
    since: typeof since === 'number' ? since : 1,
    fallen: listOf(fallen).map((each) => {
      const { model, code } = fieldsOf(each);
      return { model: String(model), code: String(code) };
    }),
  };
}

/**
 * The agent's models in the order in which this call asks them: first the one that answered last in this transcript, as
 * only it gets back what its service added to its answers. `serviceOf` is the origin of a model's service.
 */
export function modelOrder(
  models: readonly AgentModel[],
  transcript: readonly Entry[],
  serviceOf: (model: AgentModel) => string | undefined,
): readonly AgentModel[] {
  const from = transcript.findLast((entry) => entry.from)?.from;
  const last =
    from &&
    models.find((each) => each.model === from.model && each.api === from.api && serviceOf(each) === from.service);
  return last ? [last, ...models.filter((each) => each !== last)] : models;
}

/** A repair for each model that was given up before one answered. */
export function fallbackRepairs(fallen: readonly FallenModel[], answered: string): Repair[] {
  return fallen.map(({ model, code }, i) => {
    const next = fallen[i + 1]?.model ?? answered;
    return { kind: 'fallback', detail: `${model} failed (${code}): ${next} was asked instead` };
  });
}
