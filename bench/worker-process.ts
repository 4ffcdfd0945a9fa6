/** A worker of one side in a process of its own. It answers every question with what its cache had to fetch. */
import { childArgument, serveParent } from './child.js';
import { quietRuntime } from './quiet-runtime.js';
import { benchWorker, type SideName, type WorkerPlace } from './workers.js';

quietRuntime();
const { side, ...place } = childArgument() as WorkerPlace & { side: SideName };
const worker = await benchWorker(side, place);
worker.stopped.catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
serveParent(
  'ready',
  () => worker.fetched,
  () => worker.stop(),
);
