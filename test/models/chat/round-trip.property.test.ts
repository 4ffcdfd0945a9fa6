/** Whatever a service answers, the request that brings it back with its results is one that the strict service takes. */
import fc from 'fast-check';
import { buildRequest } from '../../../src/models/build-request.js';
import { chatBody } from '../../../src/models/chat/chat-body.js';
import { AnswerUnreadable } from '../../../src/models/answer-unreadable.js';
import { fromChatAnswer } from '../../../src/models/chat/from-chat-answer.js';
import { mintId } from '../../../src/models/mint-id.js';
import type { ModelRequest } from '../../../src/models/model.js';
import type { Entry, From } from '../../../src/protocol/entry.js';
import { message } from '../../../src/protocol/item.js';
import { OUTCOMES } from '../../../src/protocol/outcome.js';
import { toolCallsOf } from '../../../src/protocol/tool-call.js';
import { resultEntry } from '../../../src/protocol/tool-result.js';
import { chatRefusal } from '../../../src/testing/chat-refusal.js';
import { body } from './chat-answer.js';

const HERE: From = { service: 'https://a.test', model: 'gpt-test', api: 'chat' };
const request = (transcript: readonly Entry[], more: Partial<ModelRequest> = {}): ModelRequest => ({
  model: 'gpt-test',
  instructions: 'be brief',
  transcript,
  tools: [
    {
      kind: 'function',
      name: 'f',
      description: 'does f',
      parameters: { type: 'object', properties: {} },
      strict: false,
    },
  ],
  parallelToolCalls: true,
  final: false,
  to: HERE,
  settings: {},
  ...more,
});

const id = fc.oneof(
  fc.constantFrom('a', 'b', '', ' ', '__proto__', 'constructor', 'x'.repeat(64), '\ud800'),
  fc.constantFrom(undefined, null, 7, {}),
  fc.string({ maxLength: 50 }),
);
const name = fc.oneof(fc.constantFrom('f', 'functions.f', '', undefined, 'x'.repeat(80)), fc.string());
const args = fc.oneof(fc.json(), fc.constantFrom('', 'null', '{"n":', '"{}"', null, undefined, {}), fc.string());
const functionCall = fc.record({ id, type: fc.constant('function'), function: fc.record({ name, arguments: args }) });
const customCall = fc.record({
  id,
  type: fc.constant('custom'),
  custom: fc.record({ name, input: fc.oneof(fc.string(), args) }),
});
const vendorCall = functionCall.map((call) => ({ ...call, extra_content: { signature: 's==' }, index: 3 }));
const calls = fc.oneof(
  { weight: 9, arbitrary: fc.array(fc.oneof(functionCall, customCall, vendorCall), { maxLength: 6 }) },
  { weight: 1, arbitrary: fc.array(functionCall, { minLength: 126, maxLength: 260 }) },
);
const answer = fc.record(
  {
    content: fc.oneof(fc.string(), fc.constantFrom(null, '', [{ type: 'text', text: 'x' }])),
    tool_calls: fc.oneof(calls, fc.constantFrom(null, 'none', [null])),
    refusal: fc.constantFrom(null, 'no'),
    reasoning_content: fc.string(),
  },
  { requiredKeys: [] },
);
const finish = fc.constantFrom('stop', 'tool_calls', 'length', null, undefined, 'eos');
const told = fc.array(fc.tuple(fc.constantFrom(...OUTCOMES), fc.string()), { minLength: 1, maxLength: 5 });

/** The items of an answer; none of one that can't be read, for which the model is asked again. */
function itemsOf(sent: unknown) {
  try {
    return fromChatAnswer(sent, mintId).items;
  } catch (error) {
    if (error instanceof AnswerUnreadable) return [];
    throw error;
  }
}

/** The entries that a turn makes of the answers: each with a result for every call. */
function conversation(
  answers: readonly (readonly [unknown, unknown, readonly (readonly [string, string])[]])[],
): Entry[] {
  const entries: Entry[] = [{ id: 'in', step: 0, item: message('user', 'go') }];
  for (const [n, [sent, reason, results]] of answers.entries()) {
    const items = itemsOf(body(sent, reason));
    const answered = items.map(({ item, raw }, at): Entry => ({
      id: `${n}.${at}`,
      step: n + 1,
      item,
      from: HERE,
      raw,
    }));
    entries.push(...answered);
    for (const call of toolCallsOf(answered)) {
      const [outcome, output] = results[call.position % results.length]!;
      entries.push(resultEntry(call, { id: `${n}.r${call.position}`, outcome: outcome as 'ok', output }));
    }
  }
  return entries;
}

test('the strict service takes every request that is built from what a service answered', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(answer, finish, told), { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      (answers, final) => {
        const entries = [...conversation(answers), { id: 'q', step: 9, item: message('user', 'and?') }];
        const { body: built } = chatBody(buildRequest(request(entries, { final })));
        expect(chatRefusal(JSON.parse(JSON.stringify(built)))).toBeUndefined();
      },
    ),
    { seed: 6, numRuns: 400 },
  );
});

test('without tools nothing is sent that is only allowed with them', () => {
  const { body: built } = chatBody(
    request([{ id: 'in', step: 0, item: message('user', 'go') }], { tools: [], final: true }),
  );
  expect(Object.keys(built).toSorted()).toEqual(['messages', 'model']);
  expect(chatRefusal(built)).toBeUndefined();
});

test('strict is always sent, and settings only when they are set', () => {
  const entries: Entry[] = [{ id: 'in', step: 0, item: message('user', 'go') }];
  expect(chatBody(request(entries)).body).toMatchObject({
    tools: [{ function: { strict: false } }],
    parallel_tool_calls: true,
  });
  expect(chatBody(request(entries)).body).not.toHaveProperty('temperature');
  const { body: set } = chatBody(request(entries, { settings: { temperature: 0, maxOutputTokens: 5 }, final: true }));
  expect(set).toMatchObject({ temperature: 0, max_completion_tokens: 5, tool_choice: 'none' });
});
