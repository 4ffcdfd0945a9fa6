/** Over random conversations: a valid one is never refused, and one with a broken pairing of calls and results always is. */
import * as fc from 'fast-check';
import { chatRefusal } from '../../src/testing/chat-refusal.js';
import { asks, request, tool, user } from './request-parts.js';

type Message = Record<string, unknown>;

/** One step: an assistant message with calls, and its answers in any order. Ids repeat in later steps. */
const step = fc
  .uniqueArray(fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor', '1'), { minLength: 1, maxLength: 5 })
  .chain((ids) =>
    fc.shuffledSubarray(ids, { minLength: ids.length }).map((order) => [asks(...ids), ...order.map((id) => tool(id))]),
  );
const turn = fc
  .tuple(fc.array(step, { maxLength: 3 }), fc.boolean())
  .map(([steps, answered]): Message[] => [
    user(),
    ...steps.flat(),
    ...(answered ? [{ role: 'assistant', content: 'x' }] : []),
  ]);
const conversation = fc.array(turn, { minLength: 1, maxLength: 4 }).map((turns) => turns.flat());
const withTools = conversation.filter((messages) => messages.some(({ role }) => role === 'tool'));

/** The places of the messages of a role. */
const places = (messages: readonly Message[], role: string): number[] =>
  messages.flatMap((message, index) => (message.role === role ? [index] : []));

const pick = (from: readonly number[], seed: number): number => from[seed % from.length] ?? 0;

/** The assistant message that a tool message at this place would answer. */
const owner = (messages: readonly Message[], place: number): number =>
  messages.findLastIndex(({ role }, index) => index < place && role !== 'tool');

/** What is done to a valid conversation; undefined when it would leave it valid. */
const MUTATIONS: Readonly<Record<string, (messages: Message[], at: number, seed: number) => Message[] | undefined>> = {
  drop: (messages, at) => messages.toSpliced(at, 1),
  duplicate: (messages, at, seed) => messages.toSpliced(seed % (messages.length + 1), 0, { ...messages[at] }),
  move: (messages, at, seed) => {
    const rest = messages.toSpliced(at, 1);
    const to = seed % (rest.length + 1);
    const before = owner(messages, at);
    return owner(rest, to) === before && rest[before] === messages[before]
      ? undefined
      : rest.toSpliced(to, 0, messages[at] ?? {});
  },
  swap: (messages, at, seed) => {
    const other = pick(places(messages, 'user'), seed);
    return messages.with(at, messages[other] ?? {}).with(other, messages[at] ?? {});
  },
  rename: (messages, at) => messages.with(at, { ...messages[at], tool_call_id: 'z' }),
};

test('a valid conversation is never refused', () => {
  fc.assert(
    fc.property(conversation, (messages) => chatRefusal(request(messages)) === undefined),
    { seed: 1, numRuns: 500 },
  );
});

test.each(Object.entries(MUTATIONS))('a conversation is refused after: %s', (_name, mutate) => {
  fc.assert(
    fc.property(withTools, fc.nat(), fc.nat(), (messages, which, seed) => {
      const broken = mutate(messages, pick(places(messages, 'tool'), which), seed);
      fc.pre(broken !== undefined);
      expect(['C1', 'C2', 'C3']).toContain(chatRefusal(request(broken))?.rule);
    }),
    { seed: 2, numRuns: 500 },
  );
});
