/**
 * What is wrong with an ask for permits. Rule: asks come from outside of the gate, from any version or a person's hand; one that
 * can't be reckoned with is refused before it is taken in, since it would fail the gate's task again and again. Pure.
 */
import { fieldsOf } from './json.js';

const MOST_NAME = 100;

/** One line for whoever asked, or undefined when nothing is wrong. */
export function leaseFault(ask: unknown): string | undefined {
  const { worker, rate, permits, tokensEach, correction = 0, toldMs = 0 } = fieldsOf(ask);
  const { requestsPerMinute = 1, tokensPerMinute = 1 } = fieldsOf(rate);
  if (typeof worker !== 'string' || worker === '' || worker.length > MOST_NAME) {
    return `worker must be a name of 1 to ${MOST_NAME} characters`;
  }
  const rates = { requestsPerMinute, tokensPerMinute };
  const amounts = { permits, tokensEach, toldMs };
  return (
    wrongOf(rates, 'a number over 0', (value) => value > 0) ??
    wrongOf(amounts, 'a number of 0 or more', (value) => value >= 0) ??
    wrongOf({ correction }, 'a number', () => true)
  );
}

/** The first of these that is no such number. */
function wrongOf(all: object, expected: string, fits: (value: number) => boolean): string | undefined {
  const wrong = Object.entries(all).find(([, value]) => !Number.isFinite(value) || !fits(value as number));
  return wrong && `${wrong[0]} must be ${expected}`;
}
