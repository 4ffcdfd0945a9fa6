// Loads the TypeScript of this folder, and of the tests' harness, as native modules. Rule: what is measured is the build (dist), so `../src/x.js` of
// a bench means `../dist/x.js`; the sources are only what the compiler checks the benches against.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';

const FOLDER = new URL('./', import.meta.url).href;
const HARNESS = new URL('../test/harness/', import.meta.url).href;

export async function resolve(specifier, context, next) {
  if (!context.parentURL?.startsWith(FOLDER)) return next(specifier, context);
  if (specifier.startsWith('../src/')) return next(specifier.replace('../src/', '../dist/'), context);
  if (specifier.startsWith('./') || specifier.startsWith('../test/harness/'))
    return next(specifier.replace(/\.js$/, '.ts'), context);
  return next(specifier, context);
}

export async function load(url, context, next) {
  const ours = url.startsWith(FOLDER) || url.startsWith(HARNESS);
  if (!ours || !url.endsWith('.ts')) return next(url, context);
  const { code } = await transform(await readFile(fileURLToPath(url), 'utf8'), {
    filename: fileURLToPath(url),
    sourceMaps: 'inline',
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
  });
  return { format: 'module', source: code, shortCircuit: true };
}
