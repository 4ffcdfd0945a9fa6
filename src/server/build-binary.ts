/** Builds the Temporal CLI with Go: for machines that reach a Go module proxy and not Temporal's downloads. */
import { join } from 'node:path';
import { installIntoCache } from './binary-cache.js';
import { CLI_VERSION, SourceUnavailable, type BinarySource } from './binary-source.js';
import { reportElapsed } from './report-elapsed.js';
import { runCommand } from './run-command.js';

const MODULE = `github.com/temporalio/cli/cmd/temporal@v${CLI_VERSION}`;
/** A plain `go install` leaves the version out of the binary. */
const LINKER_FLAGS = `-X github.com/temporalio/cli/temporalcli.Version=${CLI_VERSION}`;
/** Cold builds take 2 to 5 minutes on two cores. */
const TIMEOUT_MS = 20 * 60 * 1000;

/** `go install` into our cache. At most 20 minutes. */
export const goInstall: BinarySource = {
  name: 'go install',
  async find({ env, onProgress }) {
    await runCommand('go', ['version'], { env, timeoutMs: 10_000 }).catch((error: Error) => {
      throw new SourceUnavailable(`no working "go" on PATH (${error.message})`);
    });
    return installIntoCache(env, async (folder) => {
      const label = `building Temporal CLI ${CLI_VERSION} with go`;
      onProgress(`${label} (2 to 5 minutes, once)`);
      const build = runCommand('go', ['install', '-ldflags', LINKER_FLAGS, MODULE], {
        env: { ...env, GOBIN: folder },
        timeoutMs: TIMEOUT_MS,
        cwd: folder,
      });
      await reportElapsed(build, label, onProgress);
      return join(folder, process.platform === 'win32' ? 'temporal.exe' : 'temporal');
    });
  },
};
