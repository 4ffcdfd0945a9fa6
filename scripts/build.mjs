// Builds dist: plain tsc, then the prebuilt workflow bundle, so that no webpack runs in a user's process.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

const root = new URL('../', import.meta.url);
const path = (name) => fileURLToPath(new URL(name, root));
const require = createRequire(import.meta.url);

rmSync(path('dist'), { recursive: true, force: true });
const tsc = fileURLToPath(new URL('bin/tsc', new URL('./', `file://${require.resolve('typescript/package.json')}`)));
execFileSync(process.execPath, [tsc, '-p', path('tsconfig.build.json')], { stdio: 'inherit' });

const { code } = await bundleWorkflowCode({
  workflowsPath: path('dist/workflows'),
  workflowInterceptorModules: [],
  logger: new DefaultLogger('WARN'),
});
writeFileSync(path('dist/workflow-bundle.js'), code);
// A worker with another minor version of the SDK bundles at start instead.
const sdk = require('@temporalio/workflow/package.json').version;
writeFileSync(path('dist/workflow-bundle.json'), `${JSON.stringify({ sdk })}\n`);
if (existsSync(path('dist/cli.js'))) chmodSync(path('dist/cli.js'), 0o755);
