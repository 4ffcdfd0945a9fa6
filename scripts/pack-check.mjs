/**
 * Checks the package as users get it: packs it, installs the tarball into folders of its own with pinned peers, and holds
 * - with the client's peers only: `everycall/client` loads and its types hold, the files of node_modules stay under 40 MB,
 *   `everycall/worker` names the package that it lacks, and `everycall/testing` does without it;
 * - with all peers: every entry point loads, its types hold in a strict program that checks libraries too, the command runs.
 *
 *   node scripts/pack-check.mjs        (after a build; needs a package registry)
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const MOST_MB = 40;
const { version, peerDependencies, peerDependenciesMeta, devDependencies, exports } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);
const work = mkdtempSync(join(cleanFolder(), 'everycall-pack-'));
const faults = [];
/** The scripted model needs no worker; turns do, and say so. */
const TESTING_ALONE = `
  const { scriptedModel, testTurns } = await import('everycall/testing');
  await (await scriptedModel({ script: [] })).close();
  const reason = await testTurns({ agents: [] }).then(() => 'nothing', (error) => error.name);
  if (reason !== 'WorkerMissingError') throw new Error('testTurns says ' + reason);
`;

try {
  const tarball = pack();
  checkClientOnly(tarball);
  checkFull(tarball);
} finally {
  rmSync(work, { recursive: true, force: true });
}
for (const fault of faults) console.error(`FAULT ${fault}`);
console.log(`package check: ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;

function pack() {
  const out = npm(['pack', '--json', '--ignore-scripts', '--pack-destination', work], root);
  // npm 12 gives an object by name, earlier ones a list.
  const [packed] = Object.values(JSON.parse(out));
  const files = packed.files.map(({ path }) => path);
  console.log(
    `packed ${files.length} files, ${megabytes(packed.size)} MB, ${megabytes(packed.unpackedSize)} MB unpacked`,
  );
  const wanted = [
    'LICENSE',
    'README.md',
    'CHANGELOG.md',
    'docs/cli.md',
    'dist/workflow-bundle.js',
    'dist/workflow-bundle.json',
  ];
  for (const file of wanted) hold(files.includes(file), `the tarball lacks ${file}`);
  const stray = files.filter(
    (file) => !/^(dist\/|docs\/[a-z-]+\.md$|package\.json$|LICENSE$|README\.md$|CHANGELOG\.md$)/.test(file),
  );
  hold(stray.length === 0, `the tarball holds ${stray.join(', ')}`);
  return join(work, packed.filename);
}

function checkClientOnly(tarball) {
  const folder = project('client');
  const needed = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);
  install(folder, [tarball, ...needed.map(pinned)]);
  for (const optional of Object.keys(peerDependenciesMeta)) {
    hold(!has(folder, optional), `a client's install brings ${optional}`);
  }
  const size = bytesOf(join(folder, 'node_modules'));
  console.log(`node_modules of a client: ${megabytes(size)} MB of files, at most ${MOST_MB}`);
  hold(size < MOST_MB * 1e6, `a client's node_modules hold ${megabytes(size)} MB, more than ${MOST_MB}`);
  const loaded = run(folder, `const { connect } = await import('everycall/client'); connect.call`);
  hold(loaded.status === 0, `with the client's peers, everycall/client doesn't load: ${loaded.stderr}`);
  checkTypes(folder, ['everycall/client'], []);
  const worker = run(folder, `await import('everycall/worker').then(() => process.exit(7))`);
  const plain = /Cannot find package '@temporalio\/worker'/.test(worker.stderr);
  hold(worker.status === 1 && plain, `everycall/worker without its peer says: ${worker.stderr || 'nothing'}`);
  const testing = run(folder, TESTING_ALONE);
  hold(testing.status === 0, `without a worker's peers, everycall/testing fails: ${testing.stderr}`);
}

function checkFull(tarball) {
  const folder = project('full');
  install(folder, [tarball, ...[...Object.keys(peerDependencies), '@types/node'].map(pinned)]);
  const entries = Object.keys(exports).filter((entry) => entry !== './package.json' && entry !== './workflow');
  for (const entry of entries) {
    const name = entryName(entry);
    const { status, stderr } = run(folder, `await import('${name}')`);
    hold(status === 0, `${name} doesn't load with all peers: ${stderr}`);
  }
  const bin = spawnSync(join(folder, 'node_modules/.bin/everycall'), ['--version'], { cwd: folder, encoding: 'utf8' });
  hold(bin.stdout?.trim() === version, `everycall --version says ${bin.stdout || bin.stderr || bin.error}`);
  checkTypes(folder, [...entries, './workflow'].map(entryName), ['node']);
}

/** Libraries are checked, too (skipLibCheck is off); what is wrong in others' is not ours to refuse. */
function checkTypes(folder, names, types) {
  writeFileSync(join(folder, 'all.ts'), names.map((name, i) => `export * as entry${i} from '${name}';\n`).join(''));
  const options = { target: 'ES2023', module: 'NodeNext', strict: true, noEmit: true, types, skipLibCheck: false };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['all.ts'] }));
  const tsc = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const errors = tsc.stdout.split('\n').filter((line) => /: error TS/.test(line));
  const ours = errors.filter((line) => !/^node_modules\/(?!everycall\/)/.test(line));
  console.log(
    `types of ${names.join(', ')}: ${ours.length} errors in ours, ${errors.length - ours.length} in other packages`,
  );
  for (const line of ours) faults.push(line);
  hold(tsc.status === 0 || errors.length > 0, `tsc failed: ${tsc.stdout}${tsc.stderr}`);
}

function project(name) {
  const folder = join(work, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, private: true, type: 'module' }));
  return folder;
}

function install(folder, what) {
  npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', ...what], folder);
}

function npm(args, cwd) {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 26 });
}

function pinned(name) {
  return `${name}@${devDependencies[name]}`;
}

function has(folder, name) {
  return lstatSync(join(folder, 'node_modules', name), { throwIfNoEntry: false }) !== undefined;
}

function run(folder, code) {
  return spawnSync(process.execPath, ['--input-type=module', '-e', code], { cwd: folder, encoding: 'utf8' });
}

/** Sum of the sizes of all files; what they take on a disk depends on its blocks. */
function bytesOf(path) {
  const stat = lstatSync(path);
  return stat.isDirectory() ? readdirSync(path).reduce((sum, name) => sum + bytesOf(join(path, name)), 0) : stat.size;
}

/** A folder for temporary files above which nothing is installed: Node would find it there. */
function cleanFolder() {
  const clean = (folder) =>
    !existsSync(join(folder, 'node_modules')) && (dirname(folder) === folder || clean(dirname(folder)));
  const found = [tmpdir(), '/var/tmp', homedir()].find((folder) => existsSync(folder) && clean(folder));
  if (found === undefined) throw new Error(`${tmpdir()}, /var/tmp and ${homedir()} are all below a node_modules`);
  return found;
}

function entryName(entry) {
  return entry.replace(/^\./, 'everycall');
}

function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}

function hold(condition, fault) {
  if (!condition) faults.push(fault);
}
