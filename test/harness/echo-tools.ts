/** Small tools for tests, and what the model was told of their calls. */
import { z } from 'zod';
import { defineTool } from '../../src/index.js';
import type { ScriptedModel } from '../../src/testing.js';

/** A tool that returns what `answer` makes of its number. */
export function numbered(answer: (n: number) => unknown, name = 'numbered', maxParallel = 50) {
  return defineTool({
    name,
    description: 'Takes a number.',
    parameters: z.object({ n: z.number(), pad: z.string().optional() }),
    retry: { initialInterval: 10 },
    maxParallel,
    output: { maxChars: 1_900_000 },
    execute: ({ n }) => answer(n),
  });
}

/** One scripted call of it. */
export function numberedCall(n: number, id = `call_${n}`, name = 'numbered', pad?: string) {
  return { id, name, arguments: { n, ...(pad !== undefined && { pad }) } };
}

interface ToolMessage {
  readonly role: string;
  readonly tool_call_id: string;
  readonly content: string;
}

/** The tool messages of a request, by order. */
export function toldIn(model: ScriptedModel, request: number): ToolMessage[] {
  const { messages } = model.requests[request - 1]!.body as { messages: ToolMessage[] };
  return messages.filter((message) => message.role === 'tool');
}
