/** Rules over how tools may be chosen: only with tools (row C12), and only a tool that is offered. Pure. */
import { fieldsOf, isGiven, isJson, listOf, type Json } from '../json.js';
import { invalid, type Refusal } from '../refusal.js';
import { notSupported, objectRefusal, stringRefusal, wrongType } from '../rules/wording.js';

const MODES = ['none', 'auto', 'required'];

/** Row C12 and its like. Source: openai/swarm#30, RageAgainstThePixel/OpenAI-DotNet#479. */
export function onlyWithTools(body: Json): Refusal | undefined {
  if (isGiven(body.tools)) return undefined;
  const name = ['parallel_tool_calls', 'tool_choice'].find((field) => isGiven(body[field]));
  if (name === undefined) return undefined;
  return invalid('C12', `Invalid value for '${name}': '${name}' is only allowed when 'tools' are specified.`, name);
}

/** The names of the offered tools of a type. */
function offered(body: Json, type: string): unknown[] {
  return listOf(body.tools).map((tool) => fieldsOf(fieldsOf(tool)[type]).name);
}

function namedRefusal(body: Json, choice: Json, type: 'function' | 'custom'): Refusal | undefined {
  const path = `tool_choice.${type}`;
  const { name } = fieldsOf(choice[type]);
  const refusal = objectRefusal('choice', path, choice[type]) ?? stringRefusal('choice', `${path}.name`, name);
  if (refusal || offered(body, type).includes(name)) return refusal;
  return invalid('choice', `Tool choice '${String(name)}' not found in 'tools' parameter.`, 'tool_choice');
}

/** A choice is a mode, or names a tool that is offered. Words of the latter from memory. */
export function toolChoice(body: Json): Refusal | undefined {
  const { tool_choice: choice } = body;
  if (!isGiven(choice)) return undefined;
  if (typeof choice === 'string') {
    return MODES.includes(choice) ? undefined : notSupported('choice', 'tool_choice', choice, MODES);
  }
  if (!isJson(choice)) return wrongType('choice', 'tool_choice', 'one of a string or object', choice);
  if (choice.type === 'function' || choice.type === 'custom') return namedRefusal(body, choice, choice.type);
  if (choice.type === 'allowed_tools') {
    return objectRefusal('choice', 'tool_choice.allowed_tools', choice.allowed_tools);
  }
  return notSupported('choice', 'tool_choice.type', choice.type, ['allowed_tools', 'function', 'custom']);
}
