/**
 * A second reader of Chat Completions answers, for the tests over recorded ones. Rule: it imports nothing of everycall and
 * is written differently, so that both can't be wrong in the same way: it reads the raw JSON or the lines of the stream.
 */

/** A call as it stands in the raw answer. */
export interface ToldCall {
  readonly id: string;
  readonly name: string;
  readonly args: string;
}

/** What an answer holds, as far as a reader could lose it. */
export interface Told {
  readonly text: string;
  readonly calls: readonly ToldCall[];
  /** Texts and numbers in fields that the API doesn't have, by their path without indexes, as they came. */
  readonly added: ReadonlyMap<string, readonly string[]>;
  readonly tokens: number;
}

type Raw = { [field: string]: unknown };

/** Fields of the API itself, and those of a stream's framing. */
const KNOWN = /^(role|content|refusal|tool_calls|annotations|audio|function_call|index|channel)$/;
const KNOWN_OF_CALL = /^(id|type|function|custom|index)$/;

/** What the body of a plain answer holds. */
export function toldByBody(body: unknown): Told {
  const { choices, usage } = body as { choices: { message: Raw }[]; usage?: Raw };
  const calls: Raw[] = [];
  const added = new Map<string, string[]>();
  const text = noteMessage(choices[0]!.message, calls, added);
  return { text, calls: calls.map(toldCall), added, tokens: tokensOf(usage) };
}

/** What the text of a stream holds. */
export function toldByStream(sse: string): Told {
  let text = '';
  let usage: Raw | undefined;
  const calls: { at: unknown; id: string; name: string; args: string }[] = [];
  const added = new Map<string, string[]>();
  for (const line of sse.split('\n')) {
    if (!line.startsWith('data:') || line.includes('[DONE]')) continue;
    const chunk = JSON.parse(line.slice(5)) as { choices?: { index?: number; delta?: Raw }[]; usage?: Raw };
    usage = chunk.usage ?? usage;
    const pieces: Raw[] = [];
    const first = chunk.choices?.find((choice) => (choice.index ?? 0) === 0);
    text += noteMessage(first?.delta ?? {}, pieces, added);
    for (const raw of pieces) {
      const { id, name, args } = toldCall(raw);
      const known = calls.findLast((call) => (id === '' ? call.at === raw.index : call.id === id));
      if (!known) calls.push({ at: raw.index, id, name, args });
      else {
        known.args += args;
        known.name ||= name;
      }
    }
  }
  return { text, calls: calls.map(({ id, name, args }) => ({ id, name, args })), added, tokens: tokensOf(usage) };
}

/** Notes the calls and the unknown fields of a message or delta; returns its text. */
function noteMessage(message: Raw, calls: Raw[], added: Map<string, string[]>): string {
  for (const [field, value] of Object.entries(message)) if (!KNOWN.test(field)) leaves(value, field, added);
  for (const call of (message.tool_calls ?? []) as Raw[]) {
    calls.push(call);
    for (const [field, value] of Object.entries(call)) {
      if (!KNOWN_OF_CALL.test(field)) leaves(value, `call.${field}`, added);
    }
  }
  return [message.content, message.refusal].filter((text) => typeof text === 'string').join('');
}

/** Adds each leaf of a value that says something. */
export function leaves(value: unknown, path: string, into: Map<string, string[]>): void {
  if (value === null || value === undefined || value === '') return;
  if (typeof value !== 'object')
    into.set(path, [...(into.get(path) ?? []), JSON.stringify(value).replaceAll(/^"|"$/g, '')]);
  else if (Array.isArray(value)) for (const one of value) leaves(one, path, into);
  else for (const [field, one] of Object.entries(value)) leaves(one, `${path}.${field}`, into);
}

function toldCall(call: Raw): ToldCall {
  const { name, arguments: args } = (call.function ?? {}) as { name?: string; arguments?: string };
  return { id: typeof call.id === 'string' ? call.id : '', name: name ?? '', args: args ?? '' };
}

function tokensOf(usage: Raw | undefined): number {
  return Number(usage?.total_tokens ?? 0);
}
