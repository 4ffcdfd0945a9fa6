/** Every recorded Chat answer is read without loss, and what its service added goes back to that service alone. */
import { assembleChatStream } from '../../src/models/chat/assemble-chat-stream.js';
import { fromChatAnswer } from '../../src/models/chat/from-chat-answer.js';
import { toChatMessages } from '../../src/models/chat/to-chat-messages.js';
import { jsonEvents } from '../../src/models/json-events.js';
import { mintId } from '../../src/models/mint-id.js';
import type { ModelAnswer } from '../../src/models/model.js';
import type { From } from '../../src/protocol/entry.js';
import { textOf } from '../../src/protocol/item.js';
import { findViolations } from '../../src/protocol/violations.js';
import { chatRefusal } from '../../src/testing.js';
import { entriesOf, withResults } from '../models/responses/answered.js';
import { leaves, toldByBody, toldByStream, type Told, type ToldCall } from './oracle-chat.js';
import { describeRecorded, recordedFiles } from './recorded-files.js';

const HERE: From = { service: 'https://a.test', model: 'm', api: 'chat' };
const THERE: From = { ...HERE, service: 'https://b.test' };

const recorded = recordedFiles('chat').filter(({ status }) => status === 200);
const plain = recorded.filter(({ sse }) => sse === undefined);
const streamed = recorded.filter(({ sse }) => sse !== undefined);

/** Answers that are none: an error in the stream, no choice, calls that were run together. */
const FAULTS = /^Answer(Failed|Unreadable)$|^StreamAmbiguous$/;

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  // Odd pieces: characters and lines are cut anywhere.
  for (let at = 0; at < bytes.length; at += 997) yield await Promise.resolve(bytes.subarray(at, at + 997));
}

/** The answer, or the name of the fault that it was refused with. */
async function read(body: () => unknown): Promise<ModelAnswer | string> {
  try {
    return fromChatAnswer(await body(), mintId);
  } catch (error) {
    return (error as Error).name;
  }
}

function expectCall(item: Readonly<Record<string, unknown>>, { id, name, args }: ToldCall): void {
  if (id.length > 0 && id.length <= 40) expect(item.call_id).toBe(id);
  if (/^[\w-]{1,64}$/.test(name)) expect(item.name).toBe(name);
  else expect(item.name).toMatch(/__$/);
  if (args.trim() === '' || args === 'null') expect(item.arguments).toBe('{}');
  else if (item.arguments !== args) expect(JSON.parse(String(item.arguments))).toEqual({ not_json: args });
}

/** All that the service added is there, in as many pieces as it likes. */
function expectAdded(value: unknown, told: Told): void {
  const found = new Map<string, string[]>();
  const { message, call } = value as { message?: object; call?: object };
  for (const [field, one] of Object.entries(message ?? {})) leaves(one, field, found);
  for (const [field, one] of Object.entries(call ?? {})) leaves(one, `call.${field}`, found);
  expect([...found.keys()].toSorted()).toEqual([...told.added.keys()].toSorted());
  for (const [path, pieces] of told.added) {
    const ours = found.get(path)!;
    if (ours.join('') !== pieces.join('')) expect(new Set(ours)).toEqual(new Set(pieces));
  }
}

function expectRead(answer: ModelAnswer, told: Told): void {
  const items = answer.items.map(({ item }) => item);
  expect(items.map(textOf).join('')).toBe(told.text);
  const calls = items.filter(({ type }) => type === 'function_call');
  expect(calls).toHaveLength(told.calls.length);
  calls.forEach((call, n) => expectCall(call, told.calls[n]!));
  expect(answer.usage.totalTokens).toBe(told.tokens);
  const raws: { message?: object; call?: object }[] = answer.items.flatMap(({ raw }) => (raw ? [raw] : []));
  const message = Object.assign({}, ...raws.map((raw) => raw.message)) as object;
  const ofCalls = new Map<string, unknown[]>();
  for (const { call } of raws) {
    for (const [field, value] of Object.entries(call ?? {})) ofCalls.set(field, [...(ofCalls.get(field) ?? []), value]);
  }
  expectAdded({ message, call: Object.fromEntries(ofCalls) }, told);
}

/** What the service added goes back to it, word for word, and to no other. */
function expectSentBack(answer: ModelAnswer): void {
  const entries = withResults(entriesOf(answer.items, HERE));
  expect(findViolations(entries)).toEqual([]);
  const { messages } = toChatMessages(entries, HERE);
  expect(chatRefusal({ model: 'm', messages: [{ role: 'user', content: 'go' }, ...messages] })).toBeUndefined();
  const said = answer.items[0]!.raw?.message as object | undefined;
  if (said) expect(messages[0]).toMatchObject(said);
  const sent = (messages[0]?.tool_calls ?? []) as unknown[];
  const calls = answer.items.filter(({ item }) => item.type === 'function_call');
  calls.forEach(({ raw }, n) => raw?.call && expect(sent[n]).toMatchObject(raw.call));
  const elsewhere = JSON.stringify(toChatMessages(entries, THERE).messages);
  for (const field of Object.keys(said ?? {})) expect(elsewhere).not.toContain(`"${field}"`);
}

describeRecorded('recorded Chat answers', () => {
  test('there are some of each kind', () => {
    expect(plain.length).toBeGreaterThan(0);
    expect(streamed.length).toBeGreaterThan(0);
  });

  test.each(plain.map((exchange) => [exchange.file, exchange] as const))('%s', async (_file, { response }) => {
    const answer = await read(() => response);
    const choices = (response as { choices?: unknown[] }).choices ?? [];
    if (choices.length === 0) expect(answer).toBe('AnswerUnreadable');
    if (typeof answer === 'string') return;
    expectRead(answer, toldByBody(response));
    expectSentBack(answer);
  });

  test.each(streamed.map((exchange) => [exchange.file, exchange] as const))('%s', async (_file, { sse }) => {
    let preview = '';
    const answer = await read(() =>
      assembleChatStream(jsonEvents(bytesOf(sse!), 'chunk'), (text) => (preview += text)),
    );
    const isFault = /"error":/.test(sse!) || !/"delta":/.test(sse!) || holdsTwoObjects(toldByStream(sse!));
    if (isFault) expect(answer).toMatch(FAULTS);
    else expect(typeof answer).toBe('object');
    if (typeof answer === 'string') return;
    expectRead(answer, toldByStream(sse!));
    expect(preview).toBe(toldByStream(sse!).text);
    expectSentBack(answer);
  });
});

function holdsTwoObjects({ calls }: Told): boolean {
  return calls.some(({ args }) => /\}\s*\{/.test(args));
}
