/** Finds a Temporal binary that runs: each source in turn, the quick ones first; what fails is remembered with its reason. */
import { goInstall } from './build-binary.js';
import type { BinarySource } from './binary-source.js';
import { sdkDownload } from './download-binary.js';
import { inCache, onPath } from './installed-binary.js';
import { runCommand } from './run-command.js';
import { NoTemporalBinaryError, type FailedSource } from './server-error.js';

/** A Temporal CLI that was run once. */
export interface TemporalBinary {
  readonly path: string;
  /** What it says of itself, such as `1.5.1 (Server 1.29.1, UI 2.42.1)`. */
  readonly version: string;
  /** Where it came from, such as `PATH`. */
  readonly source: string;
}

/** Options of `findTemporalBinary`. */
export interface FindBinaryOptions {
  /** Gets lines for a person: what is downloaded or built, and which binary is used. */
  readonly onProgress?: ((line: string) => void) | undefined;
  /** @default process.env */
  readonly env?: NodeJS.ProcessEnv;
  /** @default PATH, our cache, the SDK's download, `go install` */
  readonly sources?: readonly BinarySource[];
}

const VERSION_TIMEOUT_MS = 10_000;

/** @throws NoTemporalBinaryError with the reason of every source when none has a binary that runs. */
export async function findTemporalBinary(options: FindBinaryOptions = {}): Promise<TemporalBinary> {
  const env = options.env ?? process.env;
  const onProgress = options.onProgress ?? (() => undefined);
  const failed: FailedSource[] = [];
  for (const source of options.sources ?? [onPath, inCache, sdkDownload, goInstall]) {
    try {
      const path = await source.find({ env, onProgress });
      const version = await versionOf(path, env);
      onProgress(`using Temporal CLI ${version} from ${source.name} (${path})`);
      return { path, version, source: source.name };
    } catch (error) {
      failed.push({ source: source.name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  throw new NoTemporalBinaryError(failed);
}

async function versionOf(path: string, env: NodeJS.ProcessEnv): Promise<string> {
  const lines = await runCommand(path, ['--version'], { env, timeoutMs: VERSION_TIMEOUT_MS });
  const said = lines.find((line) => /^temporal version /i.test(line));
  if (said === undefined) throw new Error(`${path} --version says "${lines.at(-1) ?? ''}", which is no Temporal CLI`);
  return said.replace(/^temporal version /i, '');
}
