/** Tools in threads: off the event loop, ended by a cancel in the midst of a loop, errors as they were thrown. They run what was built. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { threadId } from 'node:worker_threads';
import { DefinitionError, type ToolContext } from '../../../src/index.js';
import { inThread } from '../../../src/thread.js';
import { holdThreads } from '../../../src/thread/thread-pool.js';
import { isContent } from '../../../src/definition/content.js';
import { isToolError } from '../../../src/definition/tool-error.js';

const work = inThread(new URL('./modules/work.mjs', import.meta.url));
let folder = '';
let release: () => Promise<void>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'everycall-thread-'));
  release = holdThreads();
});
afterAll(async () => {
  await release();
  await rm(folder, { recursive: true });
});

function context(signal = new AbortController().signal): ToolContext {
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const ids = { idempotencyKey: 'k', turnId: 't', callId: 'c', attempt: 2 };
  return { context: { userId: 'u' }, signal, heartbeat: () => {}, log, ...ids };
}

test('the function runs in another thread with what of the context is data', async () => {
  expect(await work({ what: 'echo', n: 3 }, context())).toEqual({
    n: 3,
    thread: expect.any(Number),
    call: { context: { userId: 'u' }, idempotencyKey: 'k', turnId: 't', callId: 'c', attempt: 2 },
  });
  expect(await work({ what: 'echo' }, context())).not.toMatchObject({ thread: threadId });
});

test('TypeScript is taken where JavaScript is not there', async () => {
  const typed = inThread(new URL('./modules/typed.js', import.meta.url));
  expect(await typed({ texts: ['ab', 'c'] }, context())).toBe(3);
});

test('a cancel ends a loop that never looks up, and the next call gets a thread', async () => {
  const cancel = new AbortController();
  const file = join(folder, 'spinning');
  const running = work({ what: 'spin', file }, context(cancel.signal));
  running.catch(() => {});
  while (!existsSync(file)) await delay(10);
  cancel.abort();
  await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  // The loop would throw and end its thread's task otherwise; the thread itself is gone.
  expect(await work({ what: 'echo', n: 1 }, context())).toMatchObject({ n: 1 });
});

test('errors come back as they were thrown', async () => {
  await expect(work({ what: 'throw' }, context())).rejects.toMatchObject({
    name: 'TypeError',
    message: 'no good',
    status: 404,
    stack: expect.stringContaining('work.mjs'),
  });
  const thrown = await work({ what: 'tool error' }, context()).catch((error: unknown) => error);
  expect(isToolError(thrown)).toBe(true);
  expect(thrown).toMatchObject({ message: 'busy', retryable: true });
});

test('pictures and files come back as what the model is shown', async () => {
  const shown = await work({ what: 'content' }, context());
  expect(isContent(shown) && shown.parts).toEqual([{ type: 'input_text', text: 'a plot' }]);
});

test('what can not be copied is final, and says so', async () => {
  const thrown = await work({ what: 'function' }, context()).catch((error: unknown) => error);
  expect(isToolError(thrown)).toBe(true);
  expect(thrown).toMatchObject({ message: expect.stringContaining('could not be cloned'), retryable: false });
});

test('a thread that ends itself fails its call alone', async () => {
  const echo = work({ what: 'echo', n: 5 }, context());
  await expect(work({ what: 'exit' }, context())).rejects.toThrow();
  expect(await echo).toMatchObject({ n: 5 });
});

test('a module that is missing, or no file, is refused when defining; one without a function when called', async () => {
  for (const file of [new URL('./nowhere.js', import.meta.url), new URL('http://a.b/x.js'), './x.js']) {
    expect(() => inThread(file as URL)).toThrow(DefinitionError);
  }
  const none = inThread(new URL('./modules/none.mjs', import.meta.url));
  await expect(none({}, context())).rejects.toThrow('has no function as its default export');
});

test('the last release ends the threads, and the next call starts new ones', async () => {
  const first = (await work({ what: 'echo' }, context())) as { thread: number };
  await release();
  release = holdThreads();
  expect(await work({ what: 'echo' }, context())).not.toMatchObject({ thread: first.thread });
});
