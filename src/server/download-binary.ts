/**
 * The Temporal SDK's own download. The SDK can only download and start at once, so a process of its own does both and
 * ends; the file stays. That process also bounds it: without a network the SDK fails at once, with a bad one it may wait.
 */
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { installIntoCache } from './binary-cache.js';
import { CLI_VERSION, SourceUnavailable, type BinarySource } from './binary-source.js';
import { runCommand } from './run-command.js';

const TIMEOUT_MS = 60_000;

// The call under `TestWorkflowEnvironment.createLocal`, so that `@temporalio/testing` need not be installed. It belongs to the
// SDK's inside: should it change, this source gives a reason and the next one is tried.
const SCRIPT = `
const [worker, downloadDir, version] = process.argv.slice(1);
const { Runtime } = require(worker);
const exe = { type: 'cached-download', downloadDir, version, ttl: 60000, sdkName: 'sdk-typescript', sdkVersion: '1.24.0' };
const log = { format: 'pretty', level: 'error' };
const unset = { port: null, uiPort: null, dbFilename: null };
const config = { type: 'dev-server', exe, ip: '127.0.0.1', ui: false, namespace: 'default', log, extraArgs: [], ...unset };
(async () => {
  const runtime = Runtime.instance();
  await runtime.shutdownEphemeralServer(await runtime.createEphemeralServer(config));
  process.exit(0);
})().catch((error) => {
  console.error(error.message.split('\\n')[0]);
  process.exit(1);
});
`;

/** Downloads through `@temporalio/worker`, where that is installed. At most 60 s. */
export const sdkDownload: BinarySource = {
  name: 'SDK download',
  async find({ env, onProgress }) {
    const worker = resolveWorker();
    onProgress(`downloading Temporal CLI ${CLI_VERSION} (up to ${TIMEOUT_MS / 1000} s, once)`);
    return installIntoCache(env, async (folder) => {
      const args = ['-e', SCRIPT, '--', worker, folder, `v${CLI_VERSION}`];
      await runCommand(process.execPath, args, { env, timeoutMs: TIMEOUT_MS, cwd: folder });
      const file = (await readdir(folder)).find(
        (name) => name.startsWith('temporal') && !name.endsWith('.downloading'),
      );
      if (file === undefined) throw new SourceUnavailable('the SDK left no file');
      return join(folder, file);
    });
  },
};

function resolveWorker(): string {
  try {
    return createRequire(import.meta.url).resolve('@temporalio/worker');
  } catch {
    throw new SourceUnavailable('@temporalio/worker is not installed');
  }
}
