/**
 * One run of the fuzz: answers as services may send them go through the edge into a conversation with a result for every
 * call, and the next request, to the same service or another, is judged by the contract and by the strict server's rules.
 */
import { boundRepairs, type RepairKind } from '../../src/contract/repair.js';
import { buildRequest } from '../../src/models/build-request.js';
import { assembleChatStream } from '../../src/models/chat/assemble-chat-stream.js';
import { chatBody } from '../../src/models/chat/chat-body.js';
import { fromChatAnswer } from '../../src/models/chat/from-chat-answer.js';
import type { ModelAnswer } from '../../src/models/model.js';
import { assembleResponsesStream } from '../../src/models/responses/assemble-stream.js';
import { fromResponsesAnswer } from '../../src/models/responses/from-responses-answer.js';
import { responsesBody } from '../../src/models/responses/responses-body.js';
import type { Entry, From } from '../../src/protocol/entry.js';
import { message } from '../../src/protocol/item.js';
import { OUTCOMES } from '../../src/protocol/outcome.js';
import { toolCallsOf } from '../../src/protocol/tool-call.js';
import { resultEntry } from '../../src/protocol/tool-result.js';
import { chatRefusal } from '../../src/testing/chat-refusal.js';
import { responsesRefusal } from '../../src/testing/responses-refusal.js';
import { SeededRandom } from '../simulation/seeded-random.js';
import { chatChunks, drawChatBody, NUMBERINGS } from './hostile-chat.js';
import { drawResponsesBody, responsesEvents } from './hostile-responses.js';

/** What a run met, and the request that it led to. */
export interface FuzzRun {
  readonly repairs: readonly RepairKind[];
  /** Names of the errors that answers were refused with. */
  readonly faults: readonly string[];
  /** What the strict server would say, or a broken property; undefined when all is well. */
  readonly broken?: string;
}

const SERVICES: readonly From[] = [
  { service: 'https://a.test', model: 'm', api: 'chat' },
  { service: 'https://b.test', model: 'm', api: 'chat' },
  { service: 'https://a.test', model: 'm', api: 'responses' },
  { service: 'https://b.test', model: 'm', api: 'responses' },
];
const FAULTS = new Set(['AnswerUnreadable', 'AnswerFailed', 'AnswerTooLarge', 'StreamCut', 'StreamAmbiguous']);
const PARAMETERS = { type: 'object', properties: {} };

/** Runs one seed. */
export async function fuzzRun(seed: number): Promise<FuzzRun> {
  const random = new SeededRandom(seed);
  const repairs: RepairKind[] = [];
  const faults: string[] = [];
  const transcript: Entry[] = [{ id: 'in', step: 0, item: message('user', 'go') }];
  const home = random.pick(SERVICES);
  for (let step = 1; step <= random.int(1, 3); step += 1) {
    const from = random.chance(0.8) ? home : random.pick(SERVICES);
    try {
      const answer = await hostileAnswer(from, random);
      const broken = illFormed(answer);
      if (broken) return { repairs, faults, broken };
      repairs.push(...boundRepairs(answer.repairs).map(({ kind }) => kind));
      transcript.push(...worked(answer, from, step, random));
    } catch (error) {
      const { name } = error as Error;
      if (!FAULTS.has(name)) throw error;
      faults.push(name);
    }
  }
  transcript.push({ id: 'q', step: 9, item: message('user', 'and?') });
  const to = random.chance(0.7) ? home : random.pick(SERVICES);
  const asked = requestTo(to, transcript, random);
  repairs.push(...asked.repairs.map(({ kind }) => kind));
  // The service gets JSON.
  const body: unknown = JSON.parse(JSON.stringify(asked.body));
  const refusal = to.api === 'chat' ? chatRefusal(body) : responsesRefusal(body);
  return {
    repairs,
    faults,
    ...(refusal && { broken: `${refusal.rule}: ${refusal.message} in ${JSON.stringify(body)}` }),
  };
}

function requestTo(to: From, transcript: readonly Entry[], random: SeededRandom) {
  const request = buildRequest({
    model: to.model,
    transcript,
    tools: [{ kind: 'function', name: 'f', description: 'does f', parameters: PARAMETERS, strict: false }],
    parallelToolCalls: random.chance(0.5),
    final: random.chance(0.2),
    to,
    settings: {},
  });
  return to.api === 'chat'
    ? chatBody(request)
    : responsesBody(request, { additions: 'kept', encryptedReasoning: true });
}

/** The entries of an answer, and a result for each of its calls. */
function worked(answer: ModelAnswer, from: From, step: number, random: SeededRandom): Entry[] {
  const entries = answer.items.map(({ item, raw }, n): Entry => ({
    id: `${step}.${n}`,
    step,
    item,
    from,
    ...(raw && { raw }),
  }));
  const results = toolCallsOf(entries).map((call) => {
    const output = random.pick(['', 'done', 'é\ud800', '{"a":1}', '__proto__']);
    return resultEntry(call, { id: `${step}.r${call.position}`, outcome: random.pick(OUTCOMES), output });
  });
  return [...entries, ...results];
}

async function hostileAnswer(from: From, random: SeededRandom): Promise<ModelAnswer> {
  const mint = () => random.id().slice(0, 9);
  const offered = new Set(['f']);
  const isChat = from.api === 'chat';
  // What came over the wire is JSON.
  const wired = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
  let body = wired(isChat ? drawChatBody(random) : drawResponsesBody(random));
  const events = random.chance(0.5) ? eventsOf(body, isChat, random) : undefined;
  if (events) {
    const stream = arriving(spoilt(events, isChat, random).map(wired));
    body = await (isChat ? assembleChatStream : assembleResponsesStream)(stream, () => undefined);
  }
  return isChat ? fromChatAnswer(body, mint, offered) : fromResponsesAnswer(body, mint, offered);
}

function eventsOf(body: unknown, isChat: boolean, random: SeededRandom): unknown[] | undefined {
  return isChat ? chatChunks(body, random.pick(NUMBERINGS), random) : responsesEvents(body, random);
}

/** The events, now and then cut, or with a fault or far too much among them. */
function spoilt(events: readonly unknown[], isChat: boolean, random: SeededRandom): unknown[] {
  const at = random.int(0, events.length - 1);
  if (random.chance(0.05)) return events.slice(0, at);
  const fault = { code: 'overloaded', message: 'busy' };
  if (random.chance(0.03)) return events.toSpliced(at, 0, isChat ? { error: fault } : { type: 'error', ...fault });
  if (random.chance(0.0005)) {
    const delta = 'x'.repeat(16_000_001);
    const much = isChat
      ? { choices: [{ index: 0, delta: { content: delta } }] }
      : { type: 'response.output_text.delta', output_index: 0, content_index: 0, item_id: 'x', delta };
    return events.toSpliced(at, 0, much);
  }
  return [...events];
}

async function* arriving(events: readonly unknown[]): AsyncGenerator {
  for (const event of events) yield await Promise.resolve(event);
}

/** What the seam promises of an answer: ids present and unique, arguments of functions are objects in JSON. */
function illFormed({ items }: ModelAnswer): string | undefined {
  const ids = new Set<unknown>();
  for (const { item } of items) {
    if (item.type !== 'function_call') continue;
    if (typeof item.call_id !== 'string' || item.call_id.trim() === '' || ids.has(item.call_id))
      return `id ${JSON.stringify(item)}`;
    ids.add(item.call_id);
    const args: unknown = JSON.parse(String(item.arguments));
    if (typeof args !== 'object' || args === null || Array.isArray(args)) return `arguments ${JSON.stringify(item)}`;
  }
  return undefined;
}
