/** The option `compaction` of an agent: when its turns' transcripts give way to a summary, and who writes that. */
import type { CompactionPolicy } from '../protocol/compaction.js';
import { AGENT_BOUNDS as MAX, AGENT_DEFAULTS as DEFAULT } from './bounds.js';
import { readModel, type AgentModel, type ModelOptions, type ModelsGiven } from './model-list.js';
import type { OptionCheck } from './option-check.js';
import type { AgentPolicy } from './policy.js';

/**
 * When the transcript of a turn is compacted: its older part is summed up by a model call of its own, and the model goes on
 * from the summary, the user's input and the last steps. What was said stays readable in the turn's history. In a session a
 * turn may begin with it: the turns before it are summed up, but for the last exchanges.
 */
export interface CompactionOptions {
  /**
   * Tokens of a model call, prompt and answer, from which on: 1,000 to 100,000,000. Set it well below the model's context
   * window, since the results of one more step come on top.
   */
  readonly atTokens: number;
  /** So many of the last steps stay word for word: 1 to 1,000. @default 4 */
  readonly keep?: number;
  /** What the model that sums up is told: at most 10,000 characters. @default a text that asks for all that is needed to go on */
  readonly instructions?: string;
  /** Which model sums up, e.g. a cheaper one; what it lacks is the agent's own. @default the agent's models */
  readonly model?: string | ModelOptions;
}

/** How an agent's transcripts are compacted, with defaults filled in. */
export interface Compaction extends CompactionPolicy {
  readonly instructions: string;
  /** Absent: the agent's models. */
  readonly model?: AgentModel;
}

const INSTRUCTIONS = `You sum up the work of an agent so far, so that it can go on from your summary alone. Write what is needed for that and nothing else:
- what the user asked for and every wish, limit and decision of the user, in the user's own words where they matter;
- what was done, with which results: names, numbers, ids, paths, links and quotes exactly as they stand;
- what was tried and failed, and why;
- what is still open, and what was to be done next.
Keep what an earlier summary says if it still matters. Do not go on with the work, and do not invent anything.`;

/** Reads the option. Throws a DefinitionError. */
export function readCompaction(
  check: OptionCheck,
  options: CompactionOptions | undefined,
  agent: ModelsGiven,
): Compaction | undefined {
  if (options === undefined) return undefined;
  check.known('compaction', options, ['atTokens', 'keep', 'instructions', 'model']);
  const { atTokens, keep = DEFAULT.compactionKeep, instructions = INSTRUCTIONS, model } = options;
  const own = typeof model === 'string' ? { model } : model;
  check.known('compaction.model', own, ['model', 'api', 'provider', 'settings']);
  return Object.freeze({
    atTokens: check.integer('compaction.atTokens', atTokens, { min: 1_000, max: MAX.compactionTokens }),
    keep: check.integer('compaction.keep', keep, { min: 1, max: MAX.compactionKeep }),
    instructions: check.text('compaction.instructions', instructions, MAX.descriptionChars),
    ...(own && { model: readModel(check.under('compaction.model'), own, agent) }),
  });
}

/** What the workflow knows of it. */
export function compactionPolicy(compaction: Compaction | undefined): Pick<AgentPolicy, 'compaction'> {
  return compaction ? { compaction: { atTokens: compaction.atTokens, keep: compaction.keep } } : {};
}

/** What of it goes into the agent's digest beside the policy; headers are left out. */
export function digestedCompaction(compaction: Compaction | undefined): unknown {
  if (!compaction) return undefined;
  const { instructions, model } = compaction;
  return { instructions, model: model && { ...model, provider: model.provider.baseURL } };
}

/** The parts of an agent that tell its models. */
export interface CompactingAgent {
  readonly models: readonly AgentModel[];
  readonly compaction?: Compaction;
}

/** All models of an agent: those that it asks, and the one that sums up for it. */
export function modelsOf({ models, compaction }: CompactingAgent): readonly AgentModel[] {
  return compaction?.model ? [...models, compaction.model] : models;
}
