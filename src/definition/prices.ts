/** The price table of an agent: what its models' tokens cost. Rule: a limit of cost is never held with a price missing. */
import type { Limits } from '../protocol/limit.js';
import type { Price, Prices } from '../protocol/price.js';
import type { OptionCheck } from './option-check.js';

/** Prices for a million tokens, by model, in a currency of your choice: the same for all models. */
export type PriceOptions = Readonly<Record<string, Price>>;

/** Most models in a table. */
const MOST_MODELS = 1_000;
const MOST_PRICE = 1_000_000;

/** Reads the price table of an agent. Throws a DefinitionError, also where a limit of cost lacks a price. */
export function readPrices(
  check: OptionCheck,
  given: unknown,
  limits: Limits,
  agent: Omit<PricedAgent, 'prices'>,
): Prices | undefined {
  const prices = given === undefined ? undefined : readTable(check, given);
  const unpriced = limits.cost === undefined ? undefined : unpricedModel({ ...agent, prices });
  if (unpriced === undefined) return prices;
  const expected = `a price of each model that is asked: limits.cost can't be held without`;
  return check.refuse({ option: 'prices', value: unpriced, expected });
}

function readTable(check: OptionCheck, prices: unknown): Prices {
  const expected = `a table of at most ${MOST_MODELS} models: { 'gpt-5-mini': { input: 0.25, output: 2 } }`;
  if (typeof prices !== 'object' || prices === null || Array.isArray(prices)) {
    return check.refuse({ option: 'prices', value: prices, expected });
  }
  const table = Object.entries(prices);
  if (table.length > MOST_MODELS) check.refuse({ option: 'prices', value: `${table.length} models`, expected });
  return new Map(table.map(([model, price]) => [model, readPrice(check, `prices.${model}`, price)]));
}

function readPrice(check: OptionCheck, option: string, price: unknown): Price {
  check.known(option, price ?? null, ['input', 'output', 'cached']);
  const bounds = { min: 0, max: MOST_PRICE };
  const { input, output, cached } = price as Record<keyof Price, unknown>;
  return {
    input: check.number(`${option}.input`, input, bounds),
    output: check.number(`${option}.output`, output, bounds),
    ...(cached !== undefined && { cached: check.number(`${option}.cached`, cached, bounds) }),
  };
}

/** The parts of an agent that tell which models it asks. */
export interface PricedAgent {
  readonly models: readonly AskedModel[];
  readonly tools: readonly ({ readonly asks?: Partial<AskedModel> } & Summarizing)[];
  readonly mcpServers: readonly Summarizing[];
  readonly compaction?: { readonly model?: AskedModel } | undefined;
  readonly prices?: Prices | undefined;
}

interface AskedModel {
  readonly model: string;
}

interface Summarizing {
  readonly output: { readonly summarize?: Partial<AskedModel> };
}

/** A model that the agent asks, and that has no price; undefined when all have one. */
export function unpricedModel({ models, tools, mcpServers, compaction, prices }: PricedAgent): string | undefined {
  const summaries = [...tools, ...mcpServers].map(({ output }) => output.summarize);
  const asking = [...models, ...tools.map(({ asks }) => asks), ...summaries, compaction?.model];
  return asking.flatMap((each) => each?.model ?? []).find((model) => !prices?.has(model));
}
