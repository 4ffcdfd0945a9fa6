/**
 * Every recorded answer of a service, on both APIs: what it says is read without loss (the two suites imported here), each
 * error by its own words, and no file of the folder is left out.
 */
import { readdirSync } from 'node:fs';
import OpenAI from 'openai';
import { readProviderFault } from '../src/models/provider-fault.js';
import './recorded/chat-answers.js';
import './recorded/responses-answers.js';
import { describeRecorded, RECORDED_DIR, recordedFiles } from './recorded/recorded-files.js';

const all = [...recordedFiles('chat'), ...recordedFiles('responses')];
const errors = all.filter(({ status }) => status !== 200);

describeRecorded('recorded answers', () => {
  test('each file is an answer of one of the two APIs', () => {
    const names = readdirSync(RECORDED_DIR).filter((name) => name.endsWith('.json') && name !== 'manifest.json');
    expect(all.map(({ file }) => file).toSorted()).toEqual(names.toSorted());
  });

  test.each(errors.map((each) => [each.file, each] as const))('the error %s is told in its own words', (_, each) => {
    const { error } = each.response as { error: { message: string; code?: unknown } };
    const thrown = OpenAI.APIError.generate(each.status, each.response as object, undefined, new Headers());
    const told = readProviderFault(thrown, [], 0).error;
    expect(told.message).toContain(error.message);
    if (typeof error.code === 'string') expect(told.code).toBe(error.code);
  });
});
