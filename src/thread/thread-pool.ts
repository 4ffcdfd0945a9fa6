/**
 * The threads of this process, shared by all tools: as many as the machine has cores, started when there is work, ended
 * when there has been none for a while and when the last worker stops. Rule: piscina is loaded with the first task, so
 * that nobody else needs it.
 */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Piscina } from 'piscina';
import type { ThreadReply, ThreadTask } from './thread-task.js';

/** Stands in dist, for code in dist/thread and src/thread alike: a thread of Node 20 can't load TypeScript. */
const RUN_TASK = fileURLToPath(new URL('../../dist/thread/run-task.js', import.meta.url));
/** Tasks that wait; a worker runs 200 calls at once unless it is told otherwise. */
const MOST_WAITING = 10_000;
const IDLE_MS = 30_000;

let pool: Promise<Piscina> | undefined;
let holders = 0;

/** Runs a task in a thread. When the signal aborts, the thread is ended, in the midst of whatever it does. */
export async function runInPool(task: ThreadTask, signal: AbortSignal): Promise<ThreadReply> {
  pool ??= openPool();
  const threads = await pool;
  return (await threads.run(task, { signal })) as ThreadReply;
}

async function openPool(): Promise<Piscina> {
  const { Piscina: Pool } = await import('piscina');
  return new Pool({
    filename: RUN_TASK,
    minThreads: 0,
    maxThreads: availableParallelism(),
    maxQueue: MOST_WAITING,
    idleTimeout: IDLE_MS,
  });
}

/** Keeps the threads until they are released; the last release ends them. */
export function holdThreads(): () => Promise<void> {
  holders += 1;
  let held = true;
  return async () => {
    if (!held) return;
    held = false;
    holders -= 1;
    const open = pool;
    if (holders > 0 || !open) return;
    pool = undefined;
    await (await open).destroy();
  };
}
