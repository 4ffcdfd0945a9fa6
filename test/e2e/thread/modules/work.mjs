// What the thread tests run: does what its argument says.
import { threadId } from 'node:worker_threads';
import { content } from 'everycall';
import { readFileSync, writeFileSync } from 'node:fs';

export default async function work({ what, file, n }, call) {
  if (what === 'echo') return { n, thread: threadId, call };
  if (what === 'spin') {
    writeFileSync(file, String(threadId));
    for (;;) readFileSync(file);
  }
  if (what === 'throw') throw Object.assign(new TypeError('no good'), { status: 404 });
  if (what === 'tool error') {
    throw Object.assign(new Error('busy'), { retryable: true, [Symbol.for('everycall.ToolError')]: true });
  }
  if (what === 'function') return { f: () => 1 };
  if (what === 'content') return content([{ type: 'input_text', text: 'a plot' }]);
  if (what === 'exit') process.exit(3);
  return undefined;
}
