/** What a rule of the doctor is: a pure function over the elements of a conversation that says what is wrong and mends it. */
import type { Element } from '../part.js';
import type { Report } from '../report.js';
import type { Json } from '../../testing/json.js';

/** Looks at all elements, reports, and returns them mended. Positions (`at`) stay those of the input. */
export type Rule = (elements: readonly Element[], report: Report) => readonly Element[];

/** The element with another value. */
export function withValue(element: Element, value: Json): Element {
  return { ...element, value };
}

/** An object without a field. */
export function without(value: Json, name: string): Json {
  return Object.fromEntries(Object.entries(value).filter(([field]) => field !== name));
}

/** A rule over single elements. */
export function eachElement(rule: (element: Element, report: Report) => Json | undefined): Rule {
  return (elements, report) =>
    elements.flatMap((element) => {
      const value = rule(element, report);
      return value === undefined ? [] : [value === element.value ? element : withValue(element, value)];
    });
}
