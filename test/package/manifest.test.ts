/**
 * package.json says what the code needs. Rules: what the library imports is a dependency or a peer, and nothing else is one;
 * each entry point loads only the packages that its users have; the lockfile names no registry; nothing that users
 * install runs a script of ours.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, normalize } from 'node:path';

const root = process.cwd();

interface Manifest {
  readonly engines: { readonly node: string };
  readonly exports: Readonly<Record<string, { readonly default: string } | string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional: boolean }>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts'));
const optional = Object.keys(manifest.peerDependenciesMeta);
/** Types of a dependency of ours, which no file imports. */
const TYPES_ONLY = ['@types/ms'];

test('what src imports is a dependency or a peer, and nothing else is', () => {
  const imported = new Set(sources.flatMap((file) => packagesOf(file, { types: true })));
  const declared = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)];
  expect([...imported].toSorted()).toEqual(declared.filter((name) => !TYPES_ONLY.includes(name)).toSorted());
});

test('each peer is installed here in one exact version that its range allows', () => {
  for (const [name, range] of Object.entries(manifest.peerDependencies)) {
    const installed = manifest.devDependencies[name] ?? 'none';
    expect([name, installed]).toEqual([name, expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
    expect(range).toContain(`^${installed.split('.')[0]}.`);
  }
  expect(manifest.peerDependencies.openai).toBe('^6.49.0 || ^7.0.0');
});

test.each([
  ['client', ['@temporalio/client', '@temporalio/common', '@temporalio/envconfig', '@temporalio/proto']],
  ['index', ['zod']],
  ['workflow', ['@temporalio/workflow', '@temporalio/common']],
  ['testing', []],
])('src/%s.ts loads of the peers only %j', (entry, peers) => {
  const loaded = reachable(`${entry}.ts`);
  const loadedPeers = [...loaded].filter((name) => name in manifest.peerDependencies);
  expect(peers).toEqual(expect.arrayContaining(loadedPeers));
});

test('the command loads nothing optional before it knows what to do', () => {
  expect([...reachable('cli.ts')].filter((name) => optional.includes(name))).toEqual([]);
});

test('nothing runs when the package is installed', () => {
  const hooks = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish'];
  expect(Object.keys(manifest.scripts).filter((name) => hooks.includes(name))).toEqual([]);
});

test('the lockfile names no registry', () => {
  expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(
    /"resolved"|https?:\/\/(?!opencollective|github)[^"]*\.tgz/,
  );
});

/** Packages that a file of src imports: at run time, or in types, too. */
function packagesOf(file: string, { types }: { types: boolean }): string[] {
  return specifiers(file, { types, dynamic: true })
    .filter((name) => !name.startsWith('.') && !name.startsWith('node:') && !builtinModules.includes(name))
    .map((name) =>
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    );
}

/** Packages that loading a file loads. */
function reachable(entry: string): Set<string> {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const name of specifiers(file, { types: false, dynamic: false })) {
      if (name.startsWith('.')) visit(normalize(join(dirname(file), name.replace(/\.js$/, '.ts'))));
      else if (!name.startsWith('node:'))
        packages.add(
          name
            .split('/')
            .slice(0, name.startsWith('@') ? 2 : 1)
            .join('/'),
        );
    }
  };
  visit(entry);
  return packages;
}

/** What a file imports; `import type` alone leaves nothing in the built file. */
function specifiers(file: string, { types, dynamic }: { types: boolean; dynamic: boolean }): string[] {
  const code = readFileSync(join(root, 'src', file), 'utf8').replaceAll(/^\s*(\*|\/\/|\/\*).*$/gm, '');
  const found = [...code.matchAll(/^(?:import|export)\s(type\s)?[^'"();]*?from '([^']+)';|^import '([^']+)';/gm)]
    .filter((match) => types || match[1] === undefined)
    .map((match) => match[2] ?? match[3]!);
  return dynamic ? [...found, ...[...code.matchAll(/\bimport\('([^']+)'\)/g)].map((match) => match[1]!)] : found;
}
