/** The body of a Responses request. Pure. Rule: nothing is left to a service's memory: never `previous_response_id`. */
import type { Repair } from '../../contract/repair.js';
import { refuseReferences } from '../content-unsendable.js';
import type { ModelRequest, OfferedTool, ToolChoice } from '../model.js';
import { responsesSettings } from './responses-settings.js';
import { toResponsesInput, type Additions } from './to-responses-input.js';

/** What of a request a service may refuse, so that it is asked again without. */
export interface RequestForm {
  readonly additions: Additions;
  /** Whether reasoning is asked for in encrypted form; models that don't reason refuse to. */
  readonly encryptedReasoning: boolean;
}

/**
 * The body, and what of the transcript was left out of it.
 * @throws {ContentUnsendable} on a reference to an item, of an agent that lets the service store nothing.
 */
export function responsesBody(
  request: ModelRequest,
  form: RequestForm,
): { body: Record<string, unknown>; repairs: readonly Repair[] } {
  const { settings, tools, output } = request;
  const store = settings.store ?? false;
  if (!store) refuseReferences(request.transcript, STORE_FIX, 'a request without store');
  const { input, repairs } = toResponsesInput(request.transcript, request.to, form.additions);
  const { text, include, ...fields } = responsesSettings(settings);
  const format = output && { type: 'json_schema', name: 'output', ...output };
  // What the service doesn't store it can only get back from us, encrypted.
  const included = [...(include ?? []), ...(!store && form.encryptedReasoning ? [ENCRYPTED_REASONING] : [])];
  const body = {
    ...fields,
    model: request.model,
    ...(request.instructions && { instructions: request.instructions }),
    input,
    // Both are refused without tools, and say nothing then.
    ...(tools.length > 0 && {
      tools: tools.map(offered),
      parallel_tool_calls: request.parallelToolCalls,
      ...toolChoice(request.final ? 'none' : request.toolChoice),
      ...(request.maxToolCalls !== undefined && { max_tool_calls: request.maxToolCalls }),
    }),
    ...((format || text) && { text: { ...text, ...(format && { format }) } }),
    store,
    ...(included.length > 0 && { include: [...new Set(included)] }),
  };
  return { body, repairs };
}

/** What helps an input that refers to an item which the service should have stored. */
const STORE_FIX = "give the item itself, or set the agent's settings: { store: true }";

/** What a request names to get reasoning that it can send back to a service that stores nothing. */
export const ENCRYPTED_REASONING = 'reasoning.encrypted_content';

/** A tool as the API has it: flat, and always with `strict`, which means true here when it is missing. */
function offered(tool: OfferedTool): Record<string, unknown> {
  if (tool.kind === 'hosted') return tool.spec;
  const { name, description, parameters, strict } = tool;
  return { type: 'function', name, description, parameters, strict };
}

function toolChoice(choice: ToolChoice | undefined): { tool_choice?: unknown } {
  if (choice === undefined) return {};
  return { tool_choice: typeof choice === 'string' ? choice : { type: 'function', name: choice.name } };
}
