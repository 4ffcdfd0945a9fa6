/** After a cancel an effect is waited for no longer than the grace; before it, for as long as it takes. */
import { Grace } from '../../src/workflows/grace.js';

/** A promise and what settles it. */
function pending<T>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => ([resolve, reject] = [yes, no]));
  return { promise, resolve, reject };
}

test('what an effect comes to is its own while the grace is not over', async () => {
  const over = pending<void>();
  const grace = new Grace(over.promise);
  expect(await grace.wait(Promise.resolve('done'), () => 'given up')).toBe('done');
  await expect(grace.wait(Promise.reject(new Error('broken')), () => 'given up')).rejects.toThrow('broken');
});

test('all effects that are open are given up when the grace is over, each with its own word', async () => {
  const over = pending<void>();
  const grace = new Grace(over.promise);
  const open = ['a', 'b'].map((name) => grace.wait(pending<string>().promise, () => `${name} given up`));
  over.resolve();
  expect(await Promise.all(open)).toEqual(['a given up', 'b given up']);
});

test('an effect that ends after the grace changes nothing', async () => {
  const over = pending<void>();
  const grace = new Grace(over.promise);
  const late = pending<string>();
  const told = grace.wait(late.promise, () => 'given up');
  over.resolve();
  await told;
  late.resolve('done');
  expect(await told).toBe('given up');
});

test('an effect that begins after the grace is given up at once', async () => {
  const over = pending<void>();
  const grace = new Grace(over.promise);
  over.resolve();
  await over.promise;
  expect(await grace.wait(pending<string>().promise, () => 'given up')).toBe('given up');
});

test('an effect that has ended is not asked for its word any more', async () => {
  const over = pending<void>();
  const grace = new Grace(over.promise);
  let asked = 0;
  const giveUp = () => `${(asked += 1)}`;
  await grace.wait(Promise.resolve('done'), giveUp);
  over.resolve();
  await over.promise;
  expect(asked).toBe(0);
});
