/** Settings that are passed to the model: their types, and how they are read. Rule: none replaces what everycall sets. */
import type { AgentApi } from './agent-options.js';
import { AGENT_BOUNDS as MAX } from './bounds.js';
import { notJson } from './json-value.js';
import type { OptionCheck } from './option-check.js';

const EFFORTS = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const;
const SUMMARIES = ['auto', 'concise', 'detailed'] as const;
const VERBOSITIES = ['low', 'medium', 'high'] as const;
const TIERS = ['auto', 'default', 'flex', 'scale', 'priority'] as const;

/** Settings that are passed to the model; a model may refuse some. The default of each is the model's own. */
export interface ModelSettings {
  /** 0 to 2. */
  readonly temperature?: number;
  /** Share of the likeliest tokens that are sampled from: 0 to 1. */
  readonly topP?: number;
  /** Tokens of one answer, reasoning included: 1 to 10,000,000. */
  readonly maxOutputTokens?: number;
  /** How much a model thinks before it answers; the summary is for the Responses API alone. */
  readonly reasoning?: {
    readonly effort?: (typeof EFFORTS)[number];
    readonly summary?: (typeof SUMMARIES)[number];
  };
  /** How long answers are. */
  readonly verbosity?: (typeof VERBOSITIES)[number];
  /** How the service ranks (and prices) the requests. */
  readonly serviceTier?: (typeof TIERS)[number];
  /** At most 16 texts that the service keeps with the request: names to 64 characters, texts to 512. Never a secret. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Names your user to the service's abuse checks, e.g. a hash of an id: 1 to 64 characters. */
  readonly safetyIdentifier?: string;
  /** Requests with the same key share the service's prompt cache more often: 1 to 64 characters. */
  readonly promptCacheKey?: string;
  /** Whether the service stores its answers. everycall never relies on it. @default false */
  readonly store?: boolean;
  /**
   * Further fields of the request's body in the API's own names, as JSON, e.g. `{ top_logprobs: 2 }`. A field that
   * everycall sets itself, or has an option for, is refused.
   */
  readonly extra?: Readonly<Record<string, unknown>>;
}

const NAMES: readonly (keyof ModelSettings)[] = [
  'temperature',
  'topP',
  'maxOutputTokens',
  'reasoning',
  'verbosity',
  'serviceTier',
  'metadata',
  'safetyIdentifier',
  'promptCacheKey',
  'store',
  'extra',
];

/** Fields of a request's body that `extra` may not have, and what to set instead. */
const TAKEN = new Map([
  ['model', 'model'],
  ['instructions', 'instructions'],
  ['tools', 'tools'],
  ['tool_choice', 'toolChoice'],
  ['parallel_tool_calls', 'parallelToolCalls'],
  ['max_tool_calls', 'maxToolCalls'],
  ['temperature', 'settings.temperature'],
  ['top_p', 'settings.topP'],
  ['max_output_tokens', 'settings.maxOutputTokens'],
  ['max_completion_tokens', 'settings.maxOutputTokens'],
  ['max_tokens', 'settings.maxOutputTokens'],
  ['reasoning', 'settings.reasoning'],
  ['reasoning_effort', 'settings.reasoning'],
  ['verbosity', 'settings.verbosity'],
  ['text', 'settings.verbosity, or output'],
  ['response_format', 'output'],
  ['service_tier', 'settings.serviceTier'],
  ['metadata', 'settings.metadata'],
  ['safety_identifier', 'settings.safetyIdentifier'],
  ['prompt_cache_key', 'settings.promptCacheKey'],
  ['store', 'settings.store'],
]);
/** Fields that would change what everycall itself depends on. */
const RULED_OUT = new Set([
  'input',
  'messages',
  'stream',
  'stream_options',
  'previous_response_id',
  'conversation',
  'background',
  'functions',
  'function_call',
  'n',
]);

/** Reads the settings that are passed to the model. Throws a DefinitionError. */
export function readSettings(check: OptionCheck, settings: ModelSettings | undefined, api: AgentApi): ModelSettings {
  check.known('settings', settings, NAMES);
  const read: Partial<Record<keyof ModelSettings, unknown>> = {};
  const set = (key: keyof ModelSettings, reader: (option: string, value: unknown) => unknown) => {
    const value = settings?.[key];
    if (value !== undefined) read[key] = reader(`settings.${key}`, value);
  };
  set('temperature', (option, value) => check.number(option, value, { min: 0, max: MAX.temperature }));
  set('topP', (option, value) => check.number(option, value, { min: 0, max: 1 }));
  set('maxOutputTokens', (option, value) => check.integer(option, value, { min: 1, max: MAX.maxOutputTokens }));
  set('reasoning', (option, value) => readReasoning(check, option, value as object, api));
  set('verbosity', (option, value) => check.oneOf(option, value, VERBOSITIES));
  set('serviceTier', (option, value) => check.oneOf(option, value, TIERS));
  set('metadata', (option, value) => readMetadata(check, option, value));
  set('safetyIdentifier', (option, value) => check.text(option, value, MAX.identifierChars));
  set('promptCacheKey', (option, value) => check.text(option, value, MAX.identifierChars));
  set('store', (option, value) => check.boolean(option, value));
  set('extra', (option, value) => readExtra(check, option, value));
  return Object.freeze(read) as ModelSettings;
}

function readReasoning(check: OptionCheck, option: string, value: object, api: AgentApi): ModelSettings['reasoning'] {
  check.known(option, value, ['effort', 'summary']);
  const { effort, summary } = value as { effort?: unknown; summary?: unknown };
  if (summary !== undefined && api === 'chat') {
    const fix = "Leave it out, or set api: 'responses'.";
    check.refuse({ option: `${option}.summary`, value: summary, expected: 'nothing: Chat Completions has none', fix });
  }
  return {
    ...(effort !== undefined && { effort: check.oneOf(`${option}.effort`, effort, EFFORTS) }),
    ...(summary !== undefined && { summary: check.oneOf(`${option}.summary`, summary, SUMMARIES) }),
  };
}

function readMetadata(check: OptionCheck, option: string, value: unknown): Readonly<Record<string, string>> {
  const entries = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  const fits = entries.every(([name, text]) => name.length <= 64 && typeof text === 'string' && text.length <= 512);
  if (fits && entries.length >= 1 && entries.length <= 16) return { ...(value as Record<string, string>) };
  const expected = 'an object of 1 to 16 texts, with names of at most 64 characters and texts of at most 512';
  return check.refuse({ option, value, expected });
}

function readExtra(check: OptionCheck, option: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || notJson(value)) {
    return check.refuse({ option, value, expected: "a JSON object with fields of the request's body" });
  }
  for (const [field, given] of Object.entries(value)) {
    const instead = TAKEN.get(field);
    if (instead === undefined && !RULED_OUT.has(field)) continue;
    const fix = instead === undefined ? 'everycall sets it itself.' : `Set ${instead} instead.`;
    check.refuse({
      option: `${option}.${field}`,
      value: given,
      expected: 'a field that everycall has no option for',
      fix,
    });
  }
  const { include } = value as { include?: unknown };
  if (include !== undefined && !Array.isArray(include)) {
    check.refuse({ option: `${option}.include`, value: include, expected: 'a list' });
  }
  return value as Readonly<Record<string, unknown>>;
}
