/**
 * The tools that a request offers. Pure. Rule: a tool that has the other API's form, or lacks its type, is rewritten; what
 * only its author can decide (a name, a schema) is told and left.
 */
import { schemaFault } from '../testing/rules/schema-fault.js';
import { longArray, missing, nameRefusal, objectRefusal, stringRefusal, wrongType } from '../testing/rules/wording.js';
import { fieldsOf, isGiven, isJson, type Json } from '../testing/json.js';
import type { Report } from './report.js';
import type { Api } from './service.js';
import { MOST_NAME } from './rules/call-body.js';
import { without } from './rules/rule.js';

/** Tools that one request may offer (row C5: vishalmysore/Tools4AI#16). */
const MOST_TOOLS = 128;
/** Characters of a description that all models take (row C8: getsentry/sentry-mcp#106; newer ones take more). */
const MOST_DESCRIPTION = 1024;
/** Fields of a function in the flat form that stand under `function` in the nested one. */
const BODY = ['name', 'description', 'parameters', 'strict'];
const LEFT = 'left as it is: change the tool where it is defined';

/** Checks a request's tools. @returns them with what could be mended, or undefined when nothing was. */
export function checkTools(tools: unknown, api: Api, report: Report): readonly unknown[] | undefined {
  if (!Array.isArray(tools)) return undefined;
  if (tools.length > MOST_TOOLS) {
    report.find({
      code: 'too_many_tools',
      at: 'tools',
      message: `the request offers ${tools.length} tools`,
      service: longArray('C5', 'tools', MOST_TOOLS, tools.length).message,
      fix: `left as it is: offer at most ${MOST_TOOLS}`,
    });
  }
  const mended = tools.map((tool: unknown, index) => checkTool(tool, `tools[${index}]`, api, report));
  return mended.every((tool, index) => tool === tools[index]) ? undefined : mended;
}

function checkTool(tool: unknown, at: string, api: Api, report: Report): unknown {
  if (!isJson(tool)) {
    const service = wrongType('', at, 'an object', tool).message;
    report.find({ code: 'bad_tool', at, message: 'the tool is no object', service, fix: LEFT });
    return tool;
  }
  if (report.service === 'mistral' && !isGiven(tool.type) && isJson(tool.function)) {
    // Recorded: Mistral takes a function without a type.
    checkBody(tool.function, `${at}.function`, true, api, report);
    return tool;
  }
  const whole = typed(tool, at, report);
  if (whole.type !== 'function' && whole.type !== 'custom') return whole;
  const formed = api === 'chat' ? nested(whole, at, report) : flat(whole, at, report);
  const body = api === 'chat' ? fieldsOf(formed[String(formed.type)]) : formed;
  checkBody(body, api === 'chat' ? `${at}.${String(formed.type)}` : at, formed.type === 'function', api, report);
  return formed;
}

function typed(tool: Json, at: string, report: Report): Json {
  if (isGiven(tool.type) || !(isJson(tool.function) || typeof tool.name === 'string')) {
    if (typeof tool.type !== 'string') {
      const service = missing('', `${at}.type`).message;
      report.find({ code: 'bad_tool', at, message: 'the tool has no type', service, fix: LEFT });
    }
    return tool;
  }
  const service = missing('', `${at}.type`).message;
  report.mended({ code: 'bad_tool', at, message: 'the tool has no type', service, fix: 'given the type "function"' });
  return { type: 'function', ...without(tool, 'type') };
}

/** Chat Completions: name, description, parameters and strict stand under `function`. */
function nested(tool: Json, at: string, report: Report): Json {
  const type = String(tool.type);
  if (isJson(tool[type])) return tool;
  if (type === 'custom' || typeof tool.name !== 'string') {
    const service = objectRefusal('', `${at}.${type}`, tool[type])?.message;
    const message = `the tool has no ${type}`;
    report.find({ code: 'bad_tool', at, message, ...(service && { service }), fix: LEFT });
    return tool;
  }
  report.mended({
    code: 'bad_tool',
    at,
    tool: tool.name,
    message: 'the tool has the flat form of the Responses API',
    service: missing('', `${at}.function`).message,
    fix: 'name, description, parameters and strict are put under function',
  });
  const own = Object.fromEntries(Object.entries(tool).filter(([name]) => BODY.includes(name)));
  const rest = Object.fromEntries(Object.entries(tool).filter(([name]) => !BODY.includes(name)));
  return { ...rest, function: own };
}

/** Responses: the same fields stand in the tool itself. */
function flat(tool: Json, at: string, report: Report): Json {
  const type = String(tool.type);
  const inner = tool[type];
  if (!isJson(inner) || isGiven(tool.name)) return tool;
  report.mended({
    code: 'bad_tool',
    at,
    ...(typeof inner.name === 'string' && { tool: inner.name }),
    message: 'the tool has the nested form of Chat Completions',
    service: missing('', `${at}.name`).message,
    fix: `what stands under ${type} is put into the tool itself`,
  });
  return { ...without(tool, type), ...inner };
}

function checkBody(body: Json, at: string, isFunction: boolean, api: Api, report: Report): void {
  const tool = typeof body.name === 'string' ? { tool: body.name } : {};
  const refusal = nameRefusal(`${at}.name`, body.name, MOST_NAME[api]);
  if (refusal) {
    report.find({
      code: 'bad_tool',
      at,
      ...tool,
      message: 'the name has a form that is refused',
      service: refusal.message,
      fix: LEFT,
    });
  }
  const { description, parameters, strict } = body;
  if (typeof description === 'string' && description.length > MOST_DESCRIPTION) {
    const service = stringRefusal('C8', `${at}.description`, description, MOST_DESCRIPTION)?.message;
    const message = `the description has ${description.length} characters; models of before 2025 take ${MOST_DESCRIPTION}`;
    report.find({
      code: 'bad_tool',
      severity: 'warning',
      at,
      ...tool,
      message,
      ...(service && { service }),
      fix: LEFT,
    });
  }
  if (!isFunction || !isGiven(parameters)) return;
  const fault = schemaFault(parameters, strict === true);
  if (fault === undefined) return;
  const service = `Invalid schema for function '${String(body.name)}': ${fault}`;
  const message = strict === true ? 'the schema is not one that strict allows' : 'the schema is refused';
  report.find({ code: 'bad_tool', at: `${at}.parameters`, ...tool, message, service, fix: LEFT });
}
