/**
 * The workflow code that a worker runs. Rule: it ships prebuilt, so that no webpack runs in a user's process; where the
 * prebuilt one can't serve (an own payload converter, own interceptors, another SDK), it is bundled at start, which says so.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type Logger, type WorkflowBundleOption } from '@temporalio/worker';

/** Stands in dist, for code in dist/worker and src/worker alike. */
const PREBUILT = new URL('../../dist/workflow-bundle.js', import.meta.url);
const PREBUILT_FACTS = new URL('../../dist/workflow-bundle.json', import.meta.url);
/** The folder, not its index: that works for compiled and for source code. */
const WORKFLOWS = fileURLToPath(new URL('../workflows', import.meta.url));
/** Without an ending, for the same reason. */
const CALL_HEADERS = fileURLToPath(new URL('../workflows/call-headers', import.meta.url));

/** What an own bundle is made with. */
export interface BundleNeeds {
  /** Module of an own payload converter. */
  readonly payloadConverterPath?: string;
  /** Modules of own workflow interceptors. */
  readonly workflowInterceptorModules?: readonly string[];
}

/** The prebuilt bundle, or one made now. */
export async function workflowBundle(needs: BundleNeeds, logger: Logger): Promise<WorkflowBundleOption> {
  const reason = reasonToBundle(needs);
  if (!reason) return { codePath: fileURLToPath(PREBUILT) };
  logger.info(`bundling the workflow code now, since ${reason}`);
  return bundleWorkflowCode({
    workflowsPath: WORKFLOWS,
    logger,
    ...(needs.payloadConverterPath !== undefined && { payloadConverterPath: needs.payloadConverterPath }),
    workflowInterceptorModules: [CALL_HEADERS, ...(needs.workflowInterceptorModules ?? [])],
    // Loaded once a worker instead of once a turn: our modules hold no state.
    preloadModules: [WORKFLOWS, CALL_HEADERS],
  });
}

function reasonToBundle({ payloadConverterPath, workflowInterceptorModules = [] }: BundleNeeds): string | undefined {
  if (payloadConverterPath !== undefined) return 'the worker has its own payload converter';
  if (workflowInterceptorModules.length > 0) return 'the worker has its own workflow interceptors';
  const built = builtWith();
  const present = minor(installedSdk());
  if (!built) return 'there is no prebuilt one';
  return built === present
    ? undefined
    : `the prebuilt one is for version ${built} of the Temporal SDK, here is ${present}`;
}

function builtWith(): string | undefined {
  try {
    const { sdk } = JSON.parse(readFileSync(PREBUILT_FACTS, 'utf8')) as { sdk: string };
    return minor(sdk);
  } catch {
    return undefined;
  }
}

function installedSdk(): string {
  const require = createRequire(import.meta.url);
  return (require('@temporalio/workflow/package.json') as { version: string }).version;
}

function minor(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
