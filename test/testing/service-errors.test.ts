/** The errors that a service answers with, on either API: statuses, codes, words, and when to come again. */
import OpenAI from 'openai';
import type { StatusFault } from '../../src/testing/fault.js';
import { say } from '../../src/testing/reply.js';
import { scriptedModel } from '../../src/testing/scripted-model.js';
import {
  contextTooLong,
  htmlPage,
  insufficientQuota,
  invalidEncryptedContent,
  promptFiltered,
  rateLimited,
} from '../../src/testing/service-errors.js';

/** What the official client raises for a fault, on the Responses API. */
async function errorOf(fault: StatusFault): Promise<InstanceType<typeof OpenAI.APIError>> {
  const server = await scriptedModel({ script: [say('ok')], faults: [{ on: 1, fault }] });
  try {
    const client = new OpenAI({ baseURL: server.baseURL, apiKey: 'k', maxRetries: 0 });
    await client.responses.create({ model: 'm', input: 'hi' });
  } catch (error) {
    if (error instanceof OpenAI.APIError) return error;
  } finally {
    await server.close();
  }
  throw new Error('no error of the service');
}

const DATE = new Date('2030-01-02T03:04:05Z');
test.each([
  ['seconds', { retryAfter: 2 }, '2', null],
  ['no seconds left', { retryAfter: 0 }, '0', null],
  ['the -1 of Azure', { retryAfter: -1 }, '-1', null],
  ['a date', { retryAfter: DATE }, 'Wed, 02 Jan 2030 03:04:05 GMT', null],
  ['milliseconds', { retryAfterMs: 1500 }, null, '1500'],
  ['nothing', {}, null, null],
])('a rate limit that ends after %s', async (_form, options, seconds, milliseconds) => {
  const { status, code, headers } = await errorOf(rateLimited(options));
  expect([status, code]).toEqual([429, 'rate_limit_exceeded']);
  expect([headers?.get('retry-after'), headers?.get('retry-after-ms')]).toEqual([seconds, milliseconds]);
});

test.each([
  ['quota', insufficientQuota(), 429, 'insufficient_quota', null, /exceeded your current quota/],
  ['context, on Chat', contextTooLong(), 400, 'context_length_exceeded', 'messages', /resulted in 8227 tokens/],
  [
    'context, on Responses',
    contextTooLong({ api: 'responses' }),
    400,
    'context_length_exceeded',
    'input',
    /exceeds the context window/,
  ],
  ['reasoning of another', invalidEncryptedContent(), 400, 'invalid_encrypted_content', null, /could not be verified/],
  ['a filtered prompt', promptFiltered(), 400, 'content_filter', 'prompt', /content management policy/],
])('%s', async (_what, fault, status, code, param, message) => {
  expect(await errorOf(fault)).toMatchObject({ status, code, param, message: expect.stringMatching(message) });
});

test('a page of HTML has no error in it', async () => {
  const error = await errorOf(htmlPage());
  expect([error.status, error.code]).toEqual([502, undefined]);
  expect(error.headers?.get('content-type')).toBe('text/html');
});
