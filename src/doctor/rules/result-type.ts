/** A function's result written as a custom tool's, or the other way round: the services match a result by type, too. */
import { printed } from '../../testing/json.js';
import { withValue, type Rule } from './rule.js';

const RESULT_OF = new Map<unknown, string>([
  ['function_call', 'function_call_output'],
  ['custom_tool_call', 'custom_tool_call_output'],
]);
const RESULTS = new Set<unknown>(RESULT_OF.values());

/** Gives such results the type that their call asks for, where only one kind of call has their id. */
export const resultType: Rule = (elements, report) => {
  const wanted = new Map<unknown, Set<string>>();
  for (const { value } of elements) {
    const type = RESULT_OF.get(value.type);
    if (type) wanted.set(value.call_id, (wanted.get(value.call_id) ?? new Set()).add(type));
  }
  return elements.map((element) => {
    const { value, at } = element;
    const types = wanted.get(value.call_id);
    const [type] = types ?? [];
    if (!RESULTS.has(value.type) || type === undefined || types?.size !== 1 || type === value.type) return element;
    report.mended({
      code: 'wrong_form',
      at,
      callId: printed(value.call_id),
      message: `the result has the type ${printed(value.type)}; its call asks for ${type}`,
      service: `No tool call found for ${printed(value.type).replaceAll('_', ' ')} with call_id ${printed(value.call_id)}.`,
      fix: `given the type ${type}`,
    });
    return withValue(element, { ...value, type });
  });
};
