/** What work comes to is read once; a fault of it, and of reading it, is told by the same word. */
import { settledAs } from '../../src/workflows/settled-as.js';

const length = (text: string) => text.length;
const told = (error: unknown) => -(error as Error).message.length;

test('the value is read', async () => {
  expect(await settledAs(Promise.resolve('four'), length, told)).toBe(4);
});

test('an error is told', async () => {
  expect(await settledAs(Promise.reject<string>(new Error('no')), length, told)).toBe(-2);
});

test('a value that can not be read is told as an error, and never rejects', async () => {
  const broken = Promise.resolve(undefined as unknown as string);
  expect(await settledAs(broken, length, () => Promise.resolve(-1))).toBe(-1);
});
