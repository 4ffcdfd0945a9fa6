/**
 * `read_output`: the built-in tool by which a model reads what was cut off an output. Rule: it is offered only once
 * something was cut, and never beside a tool of the agent's own that has its name.
 */
import { OUTPUT_NAME, READ_OUTPUT } from '../contract/names.js';
import type { Agent } from './agent.js';
import { AGENT_BOUNDS } from './bounds.js';
import { READ_OUTPUT_POLICY } from './policy.js';
import { defineTool, type Tool } from './tool.js';

/** Characters of a page. */
export const PAGE_CHARS = { standard: 16_000, most: 50_000 } as const;

const { execute: _, ...defined } = defineTool({
  name: READ_OUTPUT,
  description:
    'Reads an earlier tool output that was cut, a page at a time. The mark in the cut output names the call. ' +
    'Each page says where the next one begins.',
  parameters: {
    type: 'object',
    properties: {
      call: { type: 'string', pattern: OUTPUT_NAME, description: 'The call as the mark names it, e.g. "2.0".' },
      offset: { type: 'integer', minimum: 0, description: 'First character of the page, from 0.' },
      line: { type: 'integer', minimum: 1, description: 'First line of the page, from 1, in place of offset.' },
      length: {
        type: 'integer',
        minimum: 1,
        maximum: PAGE_CHARS.most,
        description: `Most characters of the page. ${PAGE_CHARS.standard} unless given.`,
      },
      lines: { type: 'integer', minimum: 1, description: 'Most lines of the page.' },
    },
    required: ['call'],
    additionalProperties: false,
  },
  effect: 'read',
  // A page, and what it says of itself.
  output: { maxChars: PAGE_CHARS.most + 1_000 },
  // The worker runs it: see activities/read-output. Its execute only stands for one, so that the definition is checked.
  execute: () => undefined,
});

/** The built-in tool as a worker knows it. */
export const readOutputTool: Tool = Object.freeze({ ...defined, policy: READ_OUTPUT_POLICY });

/** A tool of an agent by its name, built-in ones included. */
export function toolOf(agent: Agent, name: string): Tool | undefined {
  return agent.toolByName.get(name) ?? (agent.readOutput && name === READ_OUTPUT ? readOutputTool : undefined);
}

/** The built-in tool where an agent offers it: a server's tools, known only now, may have its name or its place. */
export function builtInOf({ readOutput, tools, hostedTools, toolByName }: Agent): readonly Tool[] {
  const free = tools.length + hostedTools.length < AGENT_BOUNDS.tools && !toolByName.has(READ_OUTPUT);
  return readOutput && free ? [readOutputTool] : [];
}

/** Whether the model may read what is cut off the outputs of a tool; what the built-in tool gives is read by it alone. */
export function readsOutputs(agent: Agent, toolName: string): boolean {
  return agent.readOutput && toolName !== READ_OUTPUT;
}
