/** The models of an agent, in the order in which they are asked: `model`, or the list `models`. */
import type { AgentApi, ProviderOptions } from './agent-options.js';
import { AGENT_BOUNDS } from './bounds.js';
import { readSettings, type ModelSettings } from './model-settings.js';
import type { OptionCheck } from './option-check.js';
import { readProvider, type Provider } from './provider.js';

/** A model of a list; what it lacks is the agent's own. */
export interface ModelOptions {
  /** Model id as the service knows it: 1 to 256 characters. */
  readonly model: string;
  /** Which API of the service is spoken. @default the agent's */
  readonly api?: AgentApi;
  /** Where the model is. @default the agent's */
  readonly provider?: ProviderOptions;
  /** Settings that are passed to this model in place of the agent's. @default the agent's */
  readonly settings?: ModelSettings;
}

/** One model, or a list of them; never both. */
export type ModelChoice =
  | {
      /** Model id as the service knows it: 1 to 256 characters. */
      readonly model: string;
      readonly models?: undefined;
    }
  | {
      readonly model?: undefined;
      /**
       * 1 to 10 models: the first is asked, and the next one when its attempts are used up or its fault can't pass. A
       * text is a model id at the agent's own service.
       */
      readonly models: readonly (string | ModelOptions)[];
    };

/** A model as a worker asks it, with defaults filled in. */
export interface AgentModel {
  readonly model: string;
  readonly api: AgentApi;
  readonly provider: Provider;
  readonly settings: ModelSettings;
}

/** What of an agent's options its models are read from. */
export interface ModelsGiven {
  readonly model?: unknown;
  readonly models?: unknown;
  readonly api?: unknown;
  readonly provider?: ProviderOptions | undefined;
  readonly settings?: ModelSettings | undefined;
}

/** Reads the models of an agent. Throws a DefinitionError. */
export function readModels(check: OptionCheck, given: ModelsGiven): readonly [AgentModel, ...AgentModel[]] {
  const { model, models } = given;
  if (models === undefined) return [readModel(check, given, {})];
  if (model !== undefined) {
    const fix = 'Put it at the head of models, or leave models out.';
    check.refuse({ option: 'model', value: model, expected: 'nothing beside models', fix });
  }
  const list = Array.isArray(models) ? (models as readonly unknown[]) : [];
  if (list.length === 0 || list.length > AGENT_BOUNDS.models) {
    const expected = `a list of 1 to ${AGENT_BOUNDS.models} models`;
    check.refuse({ option: 'models', value: Array.isArray(models) ? `${list.length} models` : models, expected });
  }
  const read = list.map((each, index) => {
    const own = typeof each === 'string' ? { model: each } : each;
    check.known(`models[${index}]`, own ?? null, ['model', 'api', 'provider', 'settings']);
    return readModel(check.under(`models[${index}]`), own as ModelsGiven, given);
  });
  return read as [AgentModel, ...AgentModel[]];
}

/** Reads one model; what it lacks is the agent's. Throws a DefinitionError. */
export function readModel(check: OptionCheck, own: ModelsGiven, agent: ModelsGiven): AgentModel {
  const api = check.oneOf('api', own.api ?? agent.api ?? 'chat', ['chat', 'responses']);
  return Object.freeze({
    model: check.text('model', own.model, AGENT_BOUNDS.modelChars),
    api,
    provider: readProvider(check, own.provider ?? agent.provider),
    settings: readSettings(check, own.settings ?? agent.settings, api),
  });
}
