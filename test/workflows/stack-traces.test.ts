/** Stack traces in workflow code: none, since the SDK takes one for every promise; as many frames as Node was told to, if it was. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const BUNDLE = fileURLToPath(new URL('../../dist/workflow-bundle.js', import.meta.url));
/** Loads the bundle as a worker does, in a context of its own, and prints the bound that it leaves. */
const LOADED = `
  const vm = require('node:vm');
  const { AsyncLocalStorage } = require('node:async_hooks');
  const context = vm.createContext({ TextEncoder, TextDecoder, AsyncLocalStorage, __webpack_module_cache__: {} });
  vm.runInContext(require('node:fs').readFileSync(${JSON.stringify(BUNDLE)}, 'utf8'), context);
  vm.runInContext('__TEMPORAL__.importWorkflows()', context);
  process.stdout.write(String(vm.runInContext('Error.stackTraceLimit', context)));
`;

const framesUnder = (...flags: string[]) =>
  execFileSync(process.execPath, [...flags, '-e', LOADED], { encoding: 'utf8', timeout: 30_000 });

test('no frame is taken, as Node is started', () => {
  expect(framesUnder()).toBe('0');
});

test('those that Node was told to take are taken', () => {
  expect(framesUnder('--stack-trace-limit=20')).toBe('20');
});
