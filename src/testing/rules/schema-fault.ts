/**
 * What the API finds wrong with a JSON Schema (rows C9 to C11), in its words. Strict schemas are walked to the leaves:
 * every object closed, every property required. Pure.
 */
import { fieldsOf, isJson, listOf, printed, type Json } from '../json.js';

/** Where in the schema: keys from its root. The API prints it as a Python tuple. */
type Context = readonly string[];
/** One check of one node; the text of the fault, without the context. */
type Check = (node: Json) => string | undefined;

/** Keywords that a strict schema may not have. Source: the guide to structured outputs. */
const FORBIDDEN = ['oneOf', 'allOf', 'not', 'if', 'then', 'else', 'dependentRequired', 'dependentSchemas'];

/** Schemas nested deeper than this are not looked into: no real tool is, and the walk stays bounded. */
const MAX_DEPTH = 100;

function has(node: Json, type: string): boolean {
  return node.type === type || listOf(node.type).includes(type);
}

const forbidden: Check = (node) => {
  const keyword = FORBIDDEN.find((each) => each in node);
  return keyword && `'${keyword}' is not permitted.`;
};

const typed: Check = (node) =>
  ['type', '$ref', 'anyOf', 'enum', 'const'].some((key) => key in node) ? undefined : "schema must have a 'type' key.";

/** C9. Source: camel-ai/camel#2231. */
const closed: Check = (node) =>
  has(node, 'object') && node.additionalProperties !== false
    ? "'additionalProperties' is required to be supplied and to be false."
    : undefined;

/** C10. Source: kevinwatt/mysql-mcp#5, dotnet/extensions#6302. */
const allRequired: Check = (node) => {
  if (!has(node, 'object')) return undefined;
  const rule = "'required' is required to be supplied and to be an array including every key in properties.";
  const keys = Object.keys(fieldsOf(node.properties));
  const required = listOf(node.required);
  const absent = keys.find((key) => !required.includes(key));
  if (absent !== undefined) return `${rule} Missing '${absent}'.`;
  const extra = required.find((key) => !keys.includes(printed(key)));
  return extra === undefined ? undefined : `${rule} Extra required key '${printed(extra)}' supplied.`;
};

/** From memory; holds for schemas that are not strict, too. */
const arrayHasItems: Check = (node) =>
  has(node, 'array') && !('items' in node) ? 'array schema missing items.' : undefined;

const STRICT: readonly Check[] = [forbidden, typed, closed, allRequired, arrayHasItems];
const LOOSE: readonly Check[] = [arrayHasItems];

/** The schemas inside a node, each with its context. */
function* children(node: Json, context: Context): Generator<[unknown, Context]> {
  for (const group of ['properties', '$defs', 'definitions']) {
    for (const [key, child] of Object.entries(fieldsOf(node[group]))) yield [child, [...context, group, key]];
  }
  if (isJson(node.items)) yield [node.items, [...context, 'items']];
  for (const [index, child] of listOf(node.anyOf).entries()) yield [child, [...context, 'anyOf', String(index)]];
}

function tuple(context: Context): string {
  const quoted = context.map((key) => `'${key}'`);
  return quoted.length === 1 ? `(${quoted[0]},)` : `(${quoted.join(', ')})`;
}

function walk(node: unknown, context: Context, checks: readonly Check[]): string | undefined {
  if (!isJson(node) || context.length > MAX_DEPTH) return undefined;
  for (const check of checks) {
    const fault = check(node);
    if (fault) return `In context=${tuple(context)}, ${fault}`;
  }
  for (const [child, place] of children(node, context)) {
    const fault = walk(child, place, checks);
    if (fault) return fault;
  }
  return undefined;
}

/** The first fault of a schema, or undefined when it is taken. The root must describe an object. */
export function schemaFault(schema: unknown, strict: boolean): string | undefined {
  const root = fieldsOf(schema);
  if (root.type !== 'object') {
    const type = typeof root.type === 'string' ? root.type : 'None';
    return `schema must be a JSON Schema of 'type: "object"', got 'type: "${type}"'.`;
  }
  // C11. Source: spring-projects/spring-ai#4776.
  if (!isJson(root.properties)) return 'In context=(), object schema missing properties.';
  return walk(root, [], strict ? STRICT : LOOSE);
}

/** The row that a fault of a schema belongs to. */
export function rowOf(fault: string): string {
  if (fault.includes("'additionalProperties'")) return 'C9';
  if (fault.includes("'required'")) return 'C10';
  return fault.includes('missing properties') ? 'C11' : 'schema';
}
