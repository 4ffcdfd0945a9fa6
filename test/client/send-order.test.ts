/** The line in front of a session: in order, whoever fails or leaves, and nothing is kept of one that is done. */
import { SendOrder } from '../../src/client/send-order.js';

/** Work that ends when it is told to. */
function work() {
  let end: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (end = resolve));
  return { end, done };
}

test('one after the other, a failure notwithstanding; another session does not wait', async () => {
  const order = new SendOrder();
  const said: string[] = [];
  const first = work();
  const failed = order.next('a', [], async () => {
    await first.done;
    throw new Error('refused');
  });
  const second = order.next('a', [], async () => said.push('second'));
  await order.next('b', [], async () => said.push('other'));
  expect(said).toEqual(['other']);
  first.end();
  await expect(failed).rejects.toThrow('refused');
  await second;
  expect(said).toEqual(['other', 'second']);
});

test('who leaves the line does so at once, and those behind keep their place', async () => {
  const order = new SendOrder();
  const said: string[] = [];
  const first = work();
  const held = order.next('a', [], () => first.done);
  const leaving = new AbortController();
  const left = order.next('a', [leaving.signal], async () => said.push('left'));
  const behind = order.next('a', [], async () => said.push('behind'));
  leaving.abort(new Error('in a hurry'));
  await expect(left).rejects.toThrow('in a hurry');
  expect(said).toEqual([]);
  first.end();
  await held;
  await behind;
  expect(said).toEqual(['behind']);
});
