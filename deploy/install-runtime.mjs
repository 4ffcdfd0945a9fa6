/**
 * Installs what a worker of the examples needs at run time, in the lockfile's versions: the dependencies, the peers (which are
 * dev dependencies here), and the examples' PostgreSQL driver. Run where package.json and package-lock.json are.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const { peerDependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const needed = [...Object.keys(peerDependencies), 'pg'].map((name) => `${name}@${devDependencies[name]}`);
// As dev dependencies they would be left out with the others; --save-prod makes them none, --no-save writes nothing down.
const flags = ['--save-prod', '--no-save', '--omit=dev', '--ignore-scripts'];
execFileSync('npm', ['install', ...flags, ...needed], { stdio: 'inherit' });
