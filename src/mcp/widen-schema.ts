/**
 * Makes a schema one that OpenAI takes of a function, by leaving out what it refuses. Rule: the result is only wider than
 * what the server says; calls are still checked against the server's own schema. Pure. Sources: see `lint/schema-rules`.
 */
import { schemasIn } from '../definition/schema-walk.js';
import { NOT_AT_TOP } from '../lint/schema-rules.js';

/** The schema without `oneOf` and the like at the top, and with items for every array. */
export function widened(schema: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const copy = Object.fromEntries(Object.entries(structuredClone(schema)).filter(([key]) => !NOT_AT_TOP.includes(key)));
  for (const { schema: each } of schemasIn(copy)) {
    if ([each.type].flat().includes('array') && each.items === undefined) Object.assign(each, { items: {} });
  }
  return copy;
}
