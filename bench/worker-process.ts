/** A worker of one side in a process of its own. It answers every question with what its cache had to fetch. */
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { childArgument, serveParent } from './child.js';
import { benchWorker, type SideName, type WorkerPlace } from './workers.js';

Runtime.install({ logger: new DefaultLogger('ERROR') });
const { side, ...place } = childArgument() as WorkerPlace & { side: SideName };
const worker = await benchWorker(side, place);
serveParent(
  'ready',
  () => worker.fetched,
  () => worker.stop(),
);
