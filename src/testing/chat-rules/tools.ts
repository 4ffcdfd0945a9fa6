/** Rules over the offered tools (rows C5, C7, C8). Their schemas are `schemas`. Pure. */
import { fieldsOf, isGiven, isJson, listOf, type Json } from '../json.js';
import type { Refusal } from '../refusal.js';
import { firstRefusal, type RefusalOptions } from '../rules/rule.js';
import {
  emptyArray,
  longArray,
  missing,
  nameRefusal,
  notSupported,
  objectRefusal,
  stringRefusal,
  wrongType,
} from '../rules/wording.js';

/** Tools that one request may offer. */
const MAX_TOOLS = 128;
/** Characters of a tool's description under the old limit. */
const MAX_DESCRIPTION = 1024;

/** Row C5. Source: vishalmysore/Tools4AI#16. */
export function toolCount({ tools }: Json): Refusal | undefined {
  if (!isGiven(tools)) return undefined;
  if (!Array.isArray(tools)) return wrongType('shape', 'tools', 'an array of objects', tools);
  if (tools.length === 0) return emptyArray('shape', 'tools');
  return tools.length > MAX_TOOLS ? longArray('C5', 'tools', MAX_TOOLS, tools.length) : undefined;
}

function toolRefusal(tool: unknown, path: string): Refusal | undefined {
  if (!isJson(tool)) return wrongType('shape', path, 'an object', tool);
  if (tool.type === undefined) return missing('shape', `${path}.type`);
  if (tool.type !== 'function' && tool.type !== 'custom') {
    return notSupported('shape', `${path}.type`, tool.type, ['function', 'custom']);
  }
  const field = `${path}.${tool.type}`;
  const definition = tool[tool.type];
  const refusal = objectRefusal('shape', field, definition) ?? nameRefusal(`${field}.name`, fieldsOf(definition).name);
  if (refusal) return refusal;
  const { strict, description } = fieldsOf(definition);
  if (isGiven(strict) && typeof strict !== 'boolean') return wrongType('shape', `${field}.strict`, 'a boolean', strict);
  if (!isGiven(description) || typeof description === 'string') return undefined;
  return wrongType('shape', `${field}.description`, 'a string', description);
}

/** Every tool is a function or a custom tool with a good name (row C7). Source: run-llama/llama_index#16093. */
export function toolShapes({ tools }: Json): Refusal | undefined {
  return firstRefusal(listOf(tools), (tool, index) => toolRefusal(tool, `tools[${index}]`));
}

/** Row C8, behind a switch since newer models take more. Source: getsentry/sentry-mcp#106. */
export function descriptions({ tools }: Json, { descriptionLimit }: RefusalOptions): Refusal | undefined {
  if (!descriptionLimit) return undefined;
  return firstRefusal(listOf(tools), (tool, index) => {
    const { description } = fieldsOf(fieldsOf(tool).function);
    if (typeof description !== 'string' || description === '') return undefined;
    return stringRefusal('C8', `tools[${index}].function.description`, description, MAX_DESCRIPTION);
  });
}
