/** The old form of one call: `function_call` on an assistant message, answered by a message of role `function`. */
import { isJson, listOf } from '../../testing/json.js';
import { NewIds } from '../new-ids.js';
import { idsOf } from '../used-ids.js';
import { without, withValue, type Rule } from './rule.js';

/** Old calls and results get the form of today, with ids of their own. OpenAI still takes the old one. */
export const legacy: Rule = (elements, report) => {
  const ids = new NewIds(idsOf(elements.map(({ value }) => value)));
  const severity = report.service === 'openai' ? 'warning' : 'error';
  let open = '';
  return elements.map((element) => {
    const { value, at } = element;
    if (value.role === 'assistant' && isJson(value.function_call) && listOf(value.tool_calls).length === 0) {
      open = ids.next();
      report.legacyIds.add(open);
      report.mended({
        code: 'legacy_form',
        severity,
        at,
        callId: open,
        message: 'the call has the old form function_call, which has no id',
        fix: `written as tool_calls with the id ${open}`,
      });
      const call = { id: open, type: 'function', function: value.function_call };
      return withValue(element, { ...without(value, 'function_call'), tool_calls: [call] });
    }
    if (value.role !== 'function') return element;
    const id = open;
    open = '';
    report.mended({
      code: 'legacy_form',
      severity,
      at,
      callId: id,
      message: 'the result has the old form of a message of role "function"',
      fix: id === '' ? 'written as a message of role "tool"' : `written as a message of role "tool" for ${id}`,
    });
    return withValue(element, { ...value, role: 'tool', tool_call_id: id });
  });
};
