/** Rules over how tools may be chosen: a mode, or a tool that is offered. Words from memory. Pure. */
import { fieldsOf, isGiven, isJson, listOf, type Json } from '../json.js';
import { invalid, type Refusal } from '../refusal.js';
import { notSupported, stringRefusal, wrongType } from '../rules/wording.js';
import { TOOL_TYPES } from './tools.js';

const MODES = ['none', 'auto', 'required'];

/** Whether a tool with these fields is offered. */
function offered(body: Json, wanted: Json): boolean {
  return listOf(body.tools).some((tool) => {
    const { type, name, server_label: label } = fieldsOf(tool);
    if (type !== wanted.type) return false;
    if (wanted.type === 'mcp') return label === wanted.server_label;
    return wanted.type === 'function' || wanted.type === 'custom' ? name === wanted.name : true;
  });
}

function notOffered(name: unknown): Refusal {
  return invalid('choice', `Tool choice '${String(name)}' not found in 'tools' parameter.`, 'tool_choice');
}

function allowedRefusal(body: Json, choice: Json): Refusal | undefined {
  const { mode, tools } = choice;
  if (mode !== 'auto' && mode !== 'required') {
    return notSupported('choice', 'tool_choice.mode', mode, ['auto', 'required']);
  }
  if (!Array.isArray(tools)) return wrongType('choice', 'tool_choice.tools', 'an array of objects', tools);
  const stray = tools.map(fieldsOf).find((tool) => !offered(body, tool));
  return stray && notOffered(stray.name ?? stray.type);
}

/** A choice that forces a call needs the tool to call. */
export function toolChoice(body: Json): Refusal | undefined {
  const { tool_choice: choice } = body;
  if (!isGiven(choice)) return undefined;
  if (typeof choice === 'string') {
    if (!MODES.includes(choice)) return notSupported('choice', 'tool_choice', choice, MODES);
    if (choice !== 'required' || listOf(body.tools).length > 0) return undefined;
    return invalid('choice', "Tool choice 'required' must be specified with 'tools' parameter.", 'tool_choice');
  }
  if (!isJson(choice)) return wrongType('choice', 'tool_choice', 'one of a string or object', choice);
  if (choice.type === 'allowed_tools') return allowedRefusal(body, choice);
  const types = [...TOOL_TYPES, 'allowed_tools'];
  if (!types.includes(String(choice.type))) return notSupported('choice', 'tool_choice.type', choice.type, types);
  if (choice.type === 'function' || choice.type === 'custom') {
    const refusal = stringRefusal('choice', 'tool_choice.name', choice.name);
    if (refusal) return refusal;
  }
  return offered(body, choice) ? undefined : notOffered(choice.name ?? choice.type);
}
