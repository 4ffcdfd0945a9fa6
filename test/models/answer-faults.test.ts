/** The errors of answers that began well are told apart, retried or not, and keep the service's own words. */
import { AnswerFailed, AnswerTooLarge, StreamCut } from '../../src/models/answer-faults.js';
import { readProviderFault } from '../../src/models/provider-fault.js';

const read = (error: unknown) => readProviderFault(error, ['canary-secret'], 0);

test('a stream without its end is tried again under a code of its own', () => {
  expect(read(new StreamCut('response.completed', 7))).toEqual({
    retry: 'counted',
    error: {
      code: 'stream_cut',
      message: 'the stream of the answer ended after 7 events without response.completed',
      retryable: true,
    },
  });
});

test('a fault inside an answer has the code and the words of the service, without secrets', () => {
  const fault = { code: 'insufficient_quota', message: 'No quota left for canary-secret.' };
  expect(read(new AnswerFailed(fault))).toMatchObject({
    retry: 'final',
    error: { code: 'insufficient_quota', message: 'No quota left for [redacted].' },
  });
});

test.each([{}, { code: null, message: 4 }, { code: 7 }, { message: '' }])(
  'a fault that says nothing useful, %j, is a fault all the same',
  (fault) => {
    expect(read(new AnswerFailed(fault)).retry).toBe('counted');
  },
);

test('an answer over a bound is final', () => {
  expect(read(new AnswerTooLarge('the answer', 17, 'bytes', 16))).toMatchObject({
    retry: 'final',
    error: { code: 'answer_too_large', message: 'the answer of the model has 17 bytes; at most 16 can be recorded' },
  });
});
