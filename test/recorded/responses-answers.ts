/** Every recorded Responses answer is read without loss, and goes back byte for byte to the service that made it. */
import { AnswerFailed } from '../../src/models/answer-faults.js';
import { mintId } from '../../src/models/mint-id.js';
import { assembleResponsesStream } from '../../src/models/responses/assemble-stream.js';
import { fromResponsesAnswer } from '../../src/models/responses/from-responses-answer.js';
import { toResponsesInput } from '../../src/models/responses/to-responses-input.js';
import type { From } from '../../src/protocol/entry.js';
import { findViolations } from '../../src/protocol/violations.js';
import { entriesOf, withResults } from '../models/responses/answered.js';
import { splitAnswers, eventsOf } from '../models/responses/sse.js';
import { toldByBody, toldByStream, type Told } from './oracle-responses.js';
import { describeRecorded, recordedFiles } from './recorded-files.js';

const OPENAI: From = { service: 'https://api.openai.com', model: 'm', api: 'responses' };
const MISTRAL: From = { service: 'https://api.mistral.ai', model: 'm', api: 'responses' };

const recorded = recordedFiles('responses');
const plain = recorded.filter(({ status, sse }) => status === 200 && sse === undefined);
const streamed = recorded.filter(({ status, sse }) => status === 200 && sse !== undefined);
const hasAnswer = streamed.filter(({ sse }) => toldByStream(sse!).length > 0);
const failed = streamed.filter(({ sse }) => toldByStream(sse!).length === 0);

/** Reads a body with our reader, and tells of it as the oracle does. */
function told(body: unknown): Told {
  const { items, usage, repairs } = fromResponsesAnswer(body, mintId);
  expect(repairs).toEqual([]);
  return toldByBody({ output: items.map(({ item }) => item), usage: { total_tokens: usage.totalTokens } });
}

/** The answer as entries of a transcript goes back, and nowhere else does anything of the service go. */
function expectSentBack(body: unknown): void {
  const { items } = fromResponsesAnswer(body, mintId);
  const answered = withResults(entriesOf(items, OPENAI));
  expect(findViolations(answered)).toEqual([]);
  const own = toResponsesInput(answered, OPENAI).input;
  const sent = items.map(({ item }) => item);
  const end = sent.findLastIndex(({ type }) => type !== 'reasoning') + 1;
  expect(JSON.stringify(own.slice(0, end))).toBe(JSON.stringify(sent.slice(0, end)));
  expect(own.slice(end)).toEqual(answered.slice(items.length).map(({ item }) => item));
  const foreign = JSON.stringify(toResponsesInput(answered, MISTRAL).input);
  for (const { item } of items) {
    expect(foreign).not.toContain('encrypted_content');
    if (typeof item.id === 'string' && item.id !== '') expect(foreign).not.toContain(`"id":"${item.id}"`);
  }
}

describeRecorded('recorded Responses answers', () => {
  test('there are some of each kind', () => {
    expect([plain.length, hasAnswer.length, failed.length].every((count) => count > 0)).toBe(true);
  });

  test.each(plain.map((exchange) => [exchange.file, exchange] as const))('%s', (_file, { response }) => {
    expect(told(response)).toEqual(toldByBody(response));
    expectSentBack(response);
  });

  test.each(hasAnswer.map((exchange) => [exchange.file, exchange] as const))('%s', async (_file, { sse }) => {
    const expected = toldByStream(sse!);
    const answers = splitAnswers(sse!);
    expect(answers).toHaveLength(expected.length);
    for (const [i, events] of answers.entries()) {
      let preview = '';
      const body = await assembleResponsesStream(eventsOf(events), (delta) => (preview += delta));
      expect(told(body)).toEqual(expected[i]);
      // One stream says more in its pieces than its answer holds: the preview is only that.
      expect(preview.startsWith(expected[i]!.texts.join(''))).toBe(true);
      expectSentBack(body);
    }
  });

  test.each(failed.map((exchange) => [exchange.file, exchange] as const))('%s fails', async (_file, { sse }) => {
    const read = async () => {
      for (const events of splitAnswers(sse!)) {
        fromResponsesAnswer(await assembleResponsesStream(eventsOf(events), () => undefined), mintId);
      }
    };
    await expect(read()).rejects.toThrow(AnswerFailed);
  });
});
