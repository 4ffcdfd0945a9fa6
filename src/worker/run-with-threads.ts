/** Runs a worker to its end, and ends the threads of its tools with it. */
import type { Worker } from '@temporalio/worker';
import { holdThreads } from '../thread/thread-pool.js';

/** Resolves once the worker has stopped, and the threads too unless another worker of this process still runs. */
export async function runWithThreads(worker: Worker): Promise<void> {
  const release = holdThreads();
  try {
    await worker.run();
  } finally {
    await release();
  }
}
