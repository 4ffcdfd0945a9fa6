/** What tokens cost, by a table that the user gives. Pure. */
import type { Usage } from './usage.js';

/** Prices of one model, for a million tokens each, in a currency of the user's choice: the same for all models. */
export interface Price {
  readonly input: number;
  readonly output: number;
  /** Input that the service had cached. @default the price of input */
  readonly cached?: number;
}

/** Prices by the name of the model, as the agent names it. */
export type Prices = ReadonlyMap<string, Price>;

const MILLION = 1_000_000;

/** What a model call's tokens cost. Reasoning is part of the output. */
export function costOf(
  { inputTokens, outputTokens, cachedTokens = 0 }: Usage,
  { input, output, cached = input }: Price,
) {
  const cachedInput = Math.min(cachedTokens, inputTokens);
  return ((inputTokens - cachedInput) * input + cachedInput * cached + outputTokens * output) / MILLION;
}

/** A usage with what it cost, where the model has a price. */
export function priced(usage: Usage, model: string, prices: Prices | undefined): Usage {
  const price = prices?.get(model);
  return price ? { ...usage, cost: costOf(usage, price) } : usage;
}
