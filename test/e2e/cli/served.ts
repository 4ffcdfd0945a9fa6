/** A worker of these tests' agents over a scripted model, started by the command as a user starts it. */
import { expectValid, scriptedModel } from '../../../src/testing.js';
import { AGENTS, killAll, start, type RunningCommand } from './command.js';
import { reply } from './script.js';

/** A worker that polls. */
export interface Served {
  readonly worker: RunningCommand;
  /** Ends the worker and all other commands, and holds that no request was against the model's rules. */
  stop(): Promise<void>;
}

/** Starts it with these server options; resolves once it polls. */
export async function served(server: readonly string[]): Promise<Served> {
  const model = await scriptedModel({ script: reply });
  const env = { EVERYCALL_TEST_MODEL: model.baseURL, EVERYCALL_TEST_KEY: 'sk-test-0123456789abcdef' };
  const worker = start(['worker', AGENTS, ...server], { env });
  await worker.said(/^ready: /m);
  return {
    worker,
    async stop() {
      worker.signal('SIGTERM');
      await worker.ended;
      await killAll();
      await model.close();
      expectValid(model);
    },
  };
}
