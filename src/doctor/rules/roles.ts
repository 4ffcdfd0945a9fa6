/** Results and calls in messages of the wrong role. Rule: a message becomes a result only if a call has its id. */
import { fieldsOf, listOf, printed } from '../../testing/json.js';
import { missing, notSupported, wrongType } from '../../testing/rules/wording.js';
import { idText, type Element } from '../part.js';
import { missingWords } from '../words.js';
import { withValue, type Rule } from './rule.js';

const ROLES = ['system', 'assistant', 'user', 'function', 'tool', 'developer'];

/** Gives messages with calls or results the role that they need. */
export const roles: Rule = (elements, report) => {
  const open = openIds(elements);
  return elements.map((element) => {
    const { value, at } = element;
    const { role, tool_call_id: id } = value;
    const calls = listOf(value.tool_calls).length > 0;
    if (typeof id === 'string' && role !== 'tool' && !calls && open.has(id)) {
      report.mended({
        code: 'wrong_role',
        at,
        callId: id,
        message: `the result of ${printed(id)} stands in a message of role ${printed(role ?? 'none')}`,
        service: missingWords(report.service, 'chat', 'function_call', id, open.get(id) ?? [id]),
        fix: 'given the role "tool"',
      });
      return withValue(element, { ...value, role: 'tool' });
    }
    if (calls && role !== 'assistant') {
      report.mended({
        code: 'wrong_role',
        at,
        message: `calls stand in a message of role ${printed(role ?? 'none')}`,
        fix: 'given the role "assistant"',
      });
      return withValue(element, { ...value, role: 'assistant' });
    }
    if (typeof role !== 'string' || !ROLES.includes(role)) {
      report.find({
        code: 'wrong_role',
        at,
        message: `the role is ${printed(role ?? 'missing')}`,
        service: roleWords(role, `${at}.role`),
        fix: 'left as it is: give the message one of these roles, or take it out',
      });
    }
    return element;
  });
};

function roleWords(role: unknown, path: string): string {
  if (role === undefined) return missing('', path).message;
  if (typeof role !== 'string') return wrongType('', path, 'a string', role).message;
  return notSupported('', path, role, ROLES).message;
}

/** For each id of a call: the ids of its message that no tool message directly after it answers. */
function openIds(elements: readonly Element[]): Map<string, readonly string[]> {
  const open = new Map<string, readonly string[]>();
  let ids: string[] = [];
  let answered = new Set<unknown>();
  const close = () => {
    const left = ids.filter((id) => !answered.has(id));
    for (const id of ids) open.set(id, left);
    ids = [];
    answered = new Set();
  };
  for (const { value } of elements) {
    if (value.role === 'tool') answered.add(value.tool_call_id);
    else {
      close();
      ids = listOf(value.tool_calls).map((call) => idText(fieldsOf(call).id));
    }
  }
  close();
  return open;
}
