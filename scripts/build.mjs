// Builds dist: plain tsc, then the prebuilt workflow bundle, so that no webpack runs in a user's process.
// It is made beside dist and put in its place when whole, so that a failed build leaves the last good one.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { portableMap } from './portable-map.mjs';
import { dropPrivateTypes } from './public-types.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const require = createRequire(import.meta.url);
const dist = join(root, 'dist');
const work = mkdtempSync(join(root, '.build-'));
const next = join(work, 'dist');

try {
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');
  const emit = (...options) =>
    spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', next, ...options], {
      stdio: 'inherit',
    }).status ?? 1;
  // Comments are for readers: the sources here have them, and the types, which editors show. A backend's install is smaller by them.
  const status = emit('--removeComments', '--declaration', 'false') || emit('--emitDeclarationOnly');
  if (status === 0) await finish();
  process.exitCode = status;
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function finish() {
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(next, 'workflows'),
    workflowInterceptorModules: [join(next, 'workflows/call-headers.js')],
    // Loaded once a worker instead of once a turn: our modules hold no state, which a test checks.
    preloadModules: [join(next, 'workflows'), join(next, 'workflows/call-headers.js')],
    // Lines without columns: half the size, and the SDK looks places up for every promise.
    webpackConfigHook: (config) => ({
      ...config,
      devtool: 'inline-cheap-module-source-map',
      output: { ...config.output, pathinfo: false },
    }),
    logger: new DefaultLogger('WARN'),
  });
  writeFileSync(join(next, 'workflow-bundle.js'), portableMap(code, next));
  // A worker with another minor version of the SDK bundles at start instead.
  const sdk = require('@temporalio/workflow/package.json').version;
  writeFileSync(join(next, 'workflow-bundle.json'), `${JSON.stringify({ sdk })}\n`);
  const { exports } = require(join(root, 'package.json'));
  const entries = Object.keys(exports).filter((entry) => entry !== './package.json');
  dropPrivateTypes(
    next,
    entries.map((entry) => (entry === '.' ? 'index' : entry.slice(2))),
  );
  if (existsSync(join(next, 'cli.js'))) chmodSync(join(next, 'cli.js'), 0o755);
  if (existsSync(dist)) renameSync(dist, join(work, 'old'));
  renameSync(next, dist);
}
