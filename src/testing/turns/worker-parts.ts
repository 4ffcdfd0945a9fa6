/** Loads what a worker needs, when it is needed: its packages are optional. */

/** The packages of a worker that may not be installed. */
const PACKAGES = ['@temporalio/worker', '@temporalio/activity', 'openai', 'zod'];

/** `testTurns` was called where the packages of a worker aren't installed. */
export class WorkerMissingError extends Error {
  override readonly name = 'WorkerMissingError';
  constructor(options: ErrorOptions) {
    const reason = options.cause instanceof Error ? options.cause.message.split('\n')[0] : String(options.cause);
    super(`testTurns runs a worker, whose packages are missing: npm i -D ${PACKAGES.join(' ')} (${reason})`, options);
  }
}

/** Whether an import failed since a package is not there; errors of Node are no `Error`s of jest's. */
function isMissing(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
}

async function load() {
  // One after the other: jest can't link modules that are imported at the same time and share others.
  const { startEmbeddedServer } = await import('../../server/embedded-server.js');
  const { connect } = await import('../../client/connect.js');
  const { startWorker } = await import('../../worker/run-worker.js');
  const sdk = await import('@temporalio/worker');
  const { default: OpenAI } = await import('openai');
  const temporal = {
    connect: (address: string) => sdk.NativeConnection.connect({ address }),
    /** Errors alone: the SDK would log each failed attempt, which tests provoke. A logger that is there stays. */
    quiet(): void {
      try {
        sdk.Runtime.install({ logger: new sdk.DefaultLogger('ERROR') });
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'IllegalStateError') throw error;
      }
    },
  };
  return { startEmbeddedServer, connect, startWorker, temporal, OpenAI };
}

/** @throws {WorkerMissingError} when a package is missing. */
export async function workerParts(): ReturnType<typeof load> {
  try {
    return await load();
  } catch (cause) {
    throw isMissing(cause) ? new WorkerMissingError({ cause }) : cause;
  }
}
