/** The tools of an agent: functions by name, and hosted ones, which the service runs. */
import { READ_OUTPUT } from '../contract/names.js';
import { FINAL_ANSWER } from '../protocol/final-answer.js';
import type { AgentApi, AgentToolChoice, OutputMode } from './agent-options.js';
import { AGENT_BOUNDS } from './bounds.js';
import type { HostedTool } from './hosted-tool.js';
import type { McpServer } from './mcp-server.js';
import type { OptionCheck } from './option-check.js';
import type { Tool } from './tool.js';

/** Tools as an agent has them. */
export interface AgentTools {
  readonly toolByName: ReadonlyMap<string, Tool>;
  readonly hostedTools: readonly HostedTool[];
  readonly mcpServers: readonly McpServer[];
}

/** Fields of a hosted tool that may hold keys, which change without the agent changing. */
const SECRET_FIELDS = new Set(['authorization', 'headers']);

/** Reads an agent's tools. Throws a DefinitionError. */
export function readTools(check: OptionCheck, tools: unknown, api: AgentApi): AgentTools {
  if (!Array.isArray(tools)) return check.refuse({ option: 'tools', value: tools, expected: 'a list of tools' });
  if (tools.length > AGENT_BOUNDS.tools) {
    const expected = `at most ${AGENT_BOUNDS.tools} tools, the most that a service takes`;
    check.refuse({ option: 'tools', value: `${tools.length} tools`, expected });
  }
  const toolByName = new Map<string, Tool>();
  const hostedTools: HostedTool[] = [];
  const mcpServers = new Map<string, McpServer>();
  for (const [index, tool] of (tools as readonly (Tool | HostedTool | McpServer | null | undefined)[]).entries()) {
    const option = `tools[${index}]`;
    if (tool?.kind === 'hosted') {
      if (api !== 'responses') {
        const expected = "a function tool: hosted tools exist on the Responses API (api: 'responses') alone";
        const fix = "Set api: 'responses', or isolate: true on the tool where its type can be isolated.";
        check.refuse({ option, value: tool.spec.type, expected, fix });
      }
      hostedTools.push(tool);
      continue;
    }
    if (tool?.kind === 'mcp') {
      if (mcpServers.has(tool.name)) {
        check.refuse({
          option: `${option}.name`,
          value: tool.name,
          expected: 'a name that no MCP server before it has',
        });
      }
      mcpServers.set(tool.name, tool);
      continue;
    }
    if (tool?.kind !== 'tool') {
      return check.refuse({
        option,
        value: tool,
        expected: 'a tool made by defineTool, remoteTool or hostedTool, or an mcpServer',
      });
    }
    if (toolByName.has(tool.name)) {
      check.refuse({ option: `${option}.name`, value: tool.name, expected: 'a name that no tool before it has' });
    }
    toolByName.set(tool.name, tool);
  }
  return { toolByName, hostedTools: Object.freeze(hostedTools), mcpServers: Object.freeze([...mcpServers.values()]) };
}

/** Reads how a structured answer is asked for. Throws a DefinitionError. */
export function readOutputMode(
  check: OptionCheck,
  mode: unknown,
  hasOutput: boolean,
  { toolByName, hostedTools }: AgentTools,
): OutputMode {
  if (mode !== undefined && !hasOutput) {
    check.refuse({ option: 'outputMode', value: mode, expected: 'nothing, or an output schema beside it' });
  }
  const read = check.oneOf('outputMode', mode ?? 'schema', ['schema', 'tool']);
  if (read === 'schema') return read;
  const most = AGENT_BOUNDS.tools - 1;
  if (toolByName.size + hostedTools.length > most) {
    const expected = `at most ${most} tools beside the function that is the answer`;
    check.refuse({ option: 'tools', value: `${toolByName.size + hostedTools.length} tools`, expected });
  }
  if (toolByName.has(FINAL_ANSWER)) {
    const expected = 'another name: with outputMode "tool" the answer is a call of that name';
    check.refuse({ option: 'tools', value: FINAL_ANSWER, expected });
  }
  return read;
}

/** Reads whether the model may read outputs that were cut. Throws a DefinitionError. */
export function readReadOutput(
  check: OptionCheck,
  wish: unknown,
  { toolByName, hostedTools }: AgentTools,
  outputMode: OutputMode,
): boolean {
  const taken = toolByName.has(READ_OUTPUT);
  const count = toolByName.size + hostedTools.length + (outputMode === 'tool' ? 1 : 0);
  const free = !taken && count < AGENT_BOUNDS.tools;
  const read = check.boolean('readOutput', wish ?? free);
  if (read && !free) {
    const expected = taken
      ? `false beside a tool of the agent's own that is named "${READ_OUTPUT}"`
      : `false beside ${count} tools: a service takes ${AGENT_BOUNDS.tools}`;
    check.refuse({ option: 'readOutput', value: wish, expected });
  }
  return read;
}

/** What of hosted tools goes into an agent's digest; undefined without any, so that such an agent keeps its own. */
export function digestedHosted(hostedTools: readonly HostedTool[]): readonly unknown[] | undefined {
  if (hostedTools.length === 0) return undefined;
  const open = ({ spec }: HostedTool) =>
    Object.fromEntries(Object.entries(spec).filter(([field]) => !SECRET_FIELDS.has(field)));
  return hostedTools.map(open);
}

/** Texts in hosted tools that must never be printed: tokens and headers of MCP servers. */
export function hostedSecrets(hostedTools: readonly HostedTool[]): string[] {
  return hostedTools.flatMap(({ spec: { authorization, headers } }) => {
    const values = typeof headers === 'object' && headers !== null ? Object.values(headers) : [];
    return [authorization, ...(values as unknown[])].filter((value) => typeof value === 'string');
  });
}

/** Reads which tools the model may or must call. Throws a DefinitionError. */
export function readToolChoice(
  check: OptionCheck,
  choice: unknown,
  { toolByName, hostedTools, mcpServers }: AgentTools,
): AgentToolChoice | undefined {
  if (choice === undefined) return undefined;
  if (toolByName.size + hostedTools.length + mcpServers.length === 0) {
    check.refuse({ option: 'toolChoice', value: choice, expected: 'nothing: the agent has no tools to choose from' });
  }
  if (typeof choice !== 'object' || choice === null) {
    return check.oneOf('toolChoice', choice, ['auto', 'required', 'none']);
  }
  check.known('toolChoice', choice, ['name']);
  const { name } = choice as { name?: unknown };
  if (typeof name === 'string' && toolByName.has(name)) return { name };
  const expected = `the name of one of the agent's tools: ${[...toolByName.keys()].join(', ') || 'it has none'}`;
  return check.refuse({ option: 'toolChoice.name', value: name, expected });
}

/** Reads how many calls of hosted tools an answer may make. Throws a DefinitionError. */
export function readMaxToolCalls(check: OptionCheck, most: unknown, api: AgentApi): number | undefined {
  if (most === undefined) return undefined;
  if (api !== 'responses') {
    const fix = "Set api: 'responses'; limits.toolCalls bounds the calls of function tools on either API.";
    check.refuse({ option: 'maxToolCalls', value: most, expected: 'nothing: Chat Completions has no such bound', fix });
  }
  return check.integer('maxToolCalls', most, { min: 1, max: AGENT_BOUNDS.toolCalls });
}
