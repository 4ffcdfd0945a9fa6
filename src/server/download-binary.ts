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

const SCRIPT = `
const [testing, downloadDir, version] = process.argv.slice(1);
const executable = { type: 'cached-download', downloadDir, version };
require(testing)
  .TestWorkflowEnvironment.createLocal({ server: { executable } })
  .then((env) => env.teardown())
  .then(() => process.exit(0))
  .catch((error) => { console.error(error.message.split('\\n')[0]); process.exit(1); });
`;

/** Downloads through `@temporalio/testing`, where that is installed. At most 60 s. */
export const sdkDownload: BinarySource = {
  name: 'SDK download',
  async find({ env, onProgress }) {
    const testing = resolveTesting();
    onProgress(`downloading Temporal CLI ${CLI_VERSION} (up to ${TIMEOUT_MS / 1000} s, once)`);
    return installIntoCache(env, async (folder) => {
      const args = ['-e', SCRIPT, '--', testing, folder, `v${CLI_VERSION}`];
      await runCommand(process.execPath, args, { env, timeoutMs: TIMEOUT_MS, cwd: folder });
      const file = (await readdir(folder)).find(
        (name) => name.startsWith('temporal') && !name.endsWith('.downloading'),
      );
      if (file === undefined) throw new SourceUnavailable('the SDK left no file');
      return join(folder, file);
    });
  },
};

function resolveTesting(): string {
  try {
    return createRequire(import.meta.url).resolve('@temporalio/testing');
  } catch {
    throw new SourceUnavailable('@temporalio/testing is not installed');
  }
}
