/**
 * What a bench asks of the model: the task stands in the first line of the user's message, and the scripted model obeys
 * it. So one model server serves every bench and both sides, without state.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { calls, say, type Reply } from '../src/testing.js';
import { textOf, type ToolName } from './tools.js';

/** So many steps of so many calls of one tool, then a final answer. */
export interface Task {
  readonly steps: number;
  readonly calls: number;
  readonly tool: ToolName;
  /** How long the model takes for an answer, in milliseconds. @default 0 */
  readonly modelMs?: number;
  /** Bytes of the user's message. @default only the task's own line */
  readonly messageBytes?: number;
}

/** The user's message for a task. */
export function userMessage(task: Task): string {
  const line = `task ${task.steps} ${task.calls} ${task.tool} ${task.modelMs ?? 0}\n`;
  return line + textOf('input', Math.max(0, (task.messageBytes ?? 0) - line.length));
}

/** What the scripted model answers to a user's message at a step, from 1. @throws {SyntaxError} when it holds no task. */
export async function scriptedReply(user: string, step: number): Promise<Reply> {
  const [, steps, count, tool, modelMs] = /^task (\d+) (\d+) (\w+) (\d+)\n/.exec(user) ?? [];
  if (tool === undefined)
    throw new SyntaxError(`the message begins with no task: ${JSON.stringify(user.slice(0, 80))}`);
  if (Number(modelMs) > 0) await delay(Number(modelMs));
  if (step > Number(steps)) return say('Done.');
  const places = Array.from({ length: Number(count) }, (_, place) => place);
  return calls(...places.map((place) => ({ name: tool, arguments: { id: `${step}-${place}` } })));
}
