/** Rules over the offered tools: functions in their flat form, custom tools, and those that the service runs. Pure. */
import { isGiven, isJson, listOf, printed, type Json } from '../json.js';
import { invalid, type Refusal } from '../refusal.js';
import { firstRefusal } from '../rules/rule.js';
import { rowOf, schemaFault } from '../rules/schema-fault.js';
import { longArray, missing, nameRefusal, notSupported, stringRefusal, wrongType } from '../rules/wording.js';
import type { ResponsesRefusalOptions } from './memory.js';

/** Tools that one request may offer. Source: musistudio/claude-code-router#686, zed-industries/zed#42393. */
const MAX_TOOLS = 128;
/** Characters of a tool's description under the old limit. */
const MAX_DESCRIPTION = 1024;
/** Characters of a name. Source: openai/openai-openapi v2.3.0, FunctionToolParam. */
const MAX_NAME = 128;

/** The fields that each type of tool must have beside its type. Source: openai/openai-openapi v2.3.0, Tool. */
const REQUIRED: ReadonlyMap<string, readonly string[]> = new Map([
  ['function', ['name']],
  ['custom', ['name']],
  ['file_search', ['vector_store_ids']],
  ['computer', []],
  ['computer_use_preview', ['environment', 'display_width', 'display_height']],
  ['web_search', []],
  ['web_search_2025_08_26', []],
  ['web_search_preview', []],
  ['web_search_preview_2025_03_11', []],
  ['mcp', ['server_label']],
  ['code_interpreter', ['container']],
  ['programmatic_tool_calling', []],
  ['image_generation', []],
  ['local_shell', []],
  ['shell', []],
  ['namespace', ['name', 'description', 'tools']],
  ['tool_search', []],
  ['apply_patch', []],
]);

/** Types of tools that a request may offer. */
export const TOOL_TYPES: readonly string[] = [...REQUIRED.keys()];

/** Row C5 holds here, too. */
export function toolCount({ tools }: Json): Refusal | undefined {
  if (!isGiven(tools)) return undefined;
  if (!Array.isArray(tools)) return wrongType('shape', 'tools', 'an array of objects', tools);
  return tools.length > MAX_TOOLS ? longArray('C5', 'tools', MAX_TOOLS, tools.length) : undefined;
}

function functionRefusal({ name, strict, description }: Json, path: string): Refusal | undefined {
  const refusal = nameRefusal(`${path}.name`, name, MAX_NAME);
  if (refusal) return refusal;
  if (isGiven(strict) && typeof strict !== 'boolean') return wrongType('shape', `${path}.strict`, 'a boolean', strict);
  if (!isGiven(description) || typeof description === 'string') return undefined;
  return wrongType('shape', `${path}.description`, 'a string', description);
}

function toolRefusal(tool: unknown, path: string): Refusal | undefined {
  if (!isJson(tool)) return wrongType('shape', path, 'an object', tool);
  if (tool.type === undefined) return missing('shape', `${path}.type`);
  const required = REQUIRED.get(printed(tool.type));
  if (!required) return notSupported('shape', `${path}.type`, tool.type, TOOL_TYPES);
  const absent = required.find((field) => !isGiven(tool[field]));
  if (absent !== undefined) return missing('shape', `${path}.${absent}`);
  return tool.type === 'function' || tool.type === 'custom' ? functionRefusal(tool, path) : undefined;
}

/** Every tool has the form of its type: Chat's nested function has no `name` here (row C7 for the name itself). */
export function toolShapes({ tools }: Json): Refusal | undefined {
  return firstRefusal(listOf(tools), (tool, index) => toolRefusal(tool, `tools[${index}]`));
}

/** Rows C9 to C11 for flat functions: `param` names the place without `function`. Source: kevinwatt/mysql-mcp#5. */
export function parameters({ tools }: Json): Refusal | undefined {
  return firstRefusal(listOf(tools), (tool, index) => {
    if (!isJson(tool) || tool.type !== 'function' || !isGiven(tool.parameters)) return undefined;
    const path = `tools[${index}].parameters`;
    if (!isJson(tool.parameters)) return wrongType('shape', path, 'an object', tool.parameters);
    const fault = schemaFault(tool.parameters, tool.strict === true);
    const message = `Invalid schema for function '${String(tool.name)}': ${fault}`;
    return fault === undefined ? undefined : invalid(rowOf(fault), message, path, 'invalid_function_parameters');
  });
}

/** Row C8, behind a switch since newer models take more. */
export function descriptions({ tools }: Json, { descriptionLimit }: ResponsesRefusalOptions): Refusal | undefined {
  if (!descriptionLimit) return undefined;
  return firstRefusal(listOf(tools), (tool, index) => {
    if (!isJson(tool) || typeof tool.description !== 'string' || tool.description === '') return undefined;
    return stringRefusal('C8', `tools[${index}].description`, tool.description, MAX_DESCRIPTION);
  });
}
