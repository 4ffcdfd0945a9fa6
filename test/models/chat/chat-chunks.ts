/** Chunks of Chat Completions streams as services may send them, and their assembly. */
import { assembleChatStream } from '../../../src/models/chat/assemble-chat-stream.js';
import { STREAM_DONE } from '../../../src/models/json-events.js';
import { fromChatAnswer } from '../../../src/models/chat/from-chat-answer.js';
import type { ModelAnswer } from '../../../src/models/model.js';

/** A chunk with this delta. */
export const chunk = (delta: unknown, more: Record<string, unknown> = {}): unknown => ({
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta, finish_reason: null, ...more }],
});

/** A chunk with pieces of calls. */
export const pieces = (...calls: unknown[]): unknown => chunk({ tool_calls: calls });

/** A piece of a call. */
export const piece = (index: unknown, id: unknown, name: unknown, args: unknown): Record<string, unknown> => ({
  ...(index !== undefined && { index }),
  ...(id !== undefined && { id }),
  function: { ...(name !== undefined && { name }), ...(args !== undefined && { arguments: args }) },
});

/** The last chunk, and the mark after it. */
export const end = (reason: unknown = 'tool_calls'): unknown[] => [chunk({}, { finish_reason: reason }), STREAM_DONE];

async function* stream(chunks: readonly unknown[]): AsyncGenerator {
  // Chunks came over the wire: nothing in them is shared or undefined.
  for (const one of chunks) yield JSON.parse(JSON.stringify(one)) as unknown;
}

/** The body that the plain answer would have. */
export function assembled(chunks: readonly unknown[], onText: (text: string) => void = () => undefined) {
  return assembleChatStream(stream(chunks), onText);
}

/** The answer, read. Minted ids are `minted1`, `minted2`, … */
export async function answered(chunks: readonly unknown[]): Promise<ModelAnswer> {
  let n = 0;
  return fromChatAnswer(await assembled(chunks), () => `minted${(n += 1)}`);
}

/** Ids, names and arguments of the calls, e.g. `a f({})`. */
export async function callsOf(...chunks: readonly unknown[]): Promise<string[]> {
  const { items } = await answered([...chunks, ...end()]);
  return items
    .map(({ item }) => item)
    .filter(({ type }) => type === 'function_call')
    .map((item) => `${String(item.call_id)} ${String(item.name)}(${String(item.arguments)})`);
}
