/** Any answer, however hostile, gives a transcript that keeps the contract, and requests that the strict server accepts. */
import fc from 'fast-check';
import { AnswerFailed } from '../../../src/models/answer-faults.js';
import { AnswerUnreadable } from '../../../src/models/answer-unreadable.js';
import { mintId } from '../../../src/models/mint-id.js';
import { fromResponsesAnswer } from '../../../src/models/responses/from-responses-answer.js';
import { milderForm } from '../../../src/models/responses/milder-form.js';
import { responsesBody } from '../../../src/models/responses/responses-body.js';
import type { Additions } from '../../../src/models/responses/to-responses-input.js';
import type { Entry, From } from '../../../src/protocol/entry.js';
import { findViolations } from '../../../src/protocol/violations.js';
import { responsesRefusal } from '../../../src/testing/responses-refusal.js';
import { entriesOf, withResults } from './answered.js';
import { asked, HERE, request } from './requests.js';

const junk = fc.oneof(fc.constantFrom(undefined, null, '', 0, [], {}), fc.string({ maxLength: 5 }));
const id = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('a', 'b', 'call_1', '__proto__', 'x'.repeat(65)) },
  { weight: 1, arbitrary: junk },
);
const args = fc.oneof(fc.constantFrom('{}', '{"a":1}', '{"a', '"{}"', 'null', '[1]'), junk);
const wrapper = JSON.stringify({
  tool_uses: [{ recipient_name: 'functions.f', parameters: {} }, { recipient_name: 'g' }],
});

const item = fc.oneof(
  fc.record({
    type: fc.constant('function_call'),
    id,
    call_id: id,
    name: fc.constantFrom('f', 'a b', ''),
    arguments: args,
  }),
  fc.record({
    type: fc.constant('function_call'),
    call_id: id,
    name: fc.constant('multi_tool_use.parallel'),
    arguments: fc.constant(wrapper),
  }),
  fc.record({ type: fc.constant('custom_tool_call'), call_id: id, name: fc.constantFrom('f', '.'), input: junk }),
  fc.record({ type: fc.constant('function_call_output'), call_id: id, output: fc.constant('x') }),
  fc.record({ type: fc.constant('custom_tool_call_output'), call_id: id, output: fc.constant('x') }),
  fc.record({
    type: fc.constant('message'),
    role: fc.constantFrom('assistant', 'user', undefined),
    content: fc.constantFrom('', 'hi'),
  }),
  fc.record({
    type: fc.constant('reasoning'),
    id: fc.uuid(),
    summary: fc.constant([]),
    encrypted_content: fc.constant('x'),
  }),
  junk,
);
const answer = fc.record({ status: fc.constantFrom('completed', undefined), output: fc.array(item, { maxLength: 6 }) });

/** The entries of an answer and its results; none when it is no answer. */
function read(body: unknown, from: From, step: number): Entry[] {
  try {
    const items = fromResponsesAnswer(body, mintId, new Set(['f'])).items;
    return withResults(entriesOf(items, from, step));
  } catch (error) {
    if (error instanceof AnswerUnreadable || error instanceof AnswerFailed) return [];
    throw error;
  }
}

/** Why the strict server would refuse the request; it gets what JSON makes of it. */
function refusalOf(transcript: readonly Entry[], additions: Additions) {
  const { body } = responsesBody(request({ transcript }), { additions, encryptedReasoning: true });
  return responsesRefusal(JSON.parse(JSON.stringify(body)) as Parameters<typeof responsesRefusal>[0]);
}

const ELSEWHERE: From = { ...HERE, service: 'https://other.test' };
const RUNS = 3_000;

test.each([
  ['its own service', HERE],
  ['another service', ELSEWHERE],
])('two answers and their results go back to %s', (_where, from) => {
  const property = fc.property(answer, answer, (first, second) => {
    const transcript = [asked(), ...read(first, from, 1), ...read(second, from, 2)];
    expect(findViolations(transcript)).toEqual([]);
    const whole = refusalOf(transcript, 'kept');
    // What a service says against its own ids is answered by asking again without them.
    if (whole)
      expect(milderForm({ ...whole, error: whole }, { additions: 'kept', encryptedReasoning: false })).toBeDefined();
    if (from === ELSEWHERE) expect(whole).toBeUndefined();
    expect(refusalOf(transcript, 'dropped')).toBeUndefined();
  });
  fc.assert(property, { numRuns: RUNS });
});
