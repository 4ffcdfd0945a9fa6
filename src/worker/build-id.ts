/**
 * The build id of everycall's own worker. Rule: it is short. Every started activity and two events of every workflow
 * task hold it, and the SDK's own (a package, a version and 64 digits) would be a tenth of a turn's history.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { WorkflowBundleOption } from '@temporalio/worker';

/** `<version of everycall>+<8 digits of the workflow code's SHA-256>`: another for every workflow code. */
export async function buildId(bundle: WorkflowBundleOption): Promise<string> {
  const code = 'code' in bundle ? bundle.code : await readFile(bundle.codePath);
  return `${ownVersion()}+${createHash('sha256').update(code).digest('hex').slice(0, 8)}`;
}

/** The version of everycall. */
export function ownVersion(): string {
  const require = createRequire(import.meta.url);
  return (require('../../package.json') as { version: string }).version;
}
